import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.ua.DSTU4145NamedCurves;
import org.bouncycastle.asn1.ua.DSTU4145Params;
import org.bouncycastle.asn1.ua.UAObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.DSTU7564Digest;
import org.bouncycastle.crypto.digests.GOST3411Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSTU4145Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;
import org.bouncycastle.util.encoders.Hex;

/**
 * Another implementation's opinion, for tests: Bouncy Castle hashes, verifies and signs what it is told to on
 * standard input. One command a line, words apart by spaces, bytes in hexadecimal digits; one answer a line.
 */
public class CrossCheck {
    static final String GOST = "1.2.804.2.1.1.1.1.2.1";
    static final String KUPYNA = "1.2.804.2.1.1.1.1.2.2.";

    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String answer;
            try {
                answer = answer(line.split(" "));
            } catch (Exception problem) {
                answer = "problem " + problem;
            }
            System.out.println(answer.replace('\n', ' '));
        }
    }

    static String answer(String[] words) throws Exception {
        switch (words[0]) {
            case "gost":
                return Hex.toHexString(hash(new GOST3411Digest(expanded(Hex.decode(words[1]))), bytes(words, 2)));
            case "kupyna":
                return Hex.toHexString(hash(new DSTU7564Digest(Integer.parseInt(words[1])), bytes(words, 2)));
            case "certificate":
                return "" + certificateHolds(bytes(words, 1), bytes(words, 2));
            case "list":
                return "" + listHolds(bytes(words, 1), bytes(words, 2));
            case "ocsp":
                return "" + answerHolds(bytes(words, 1), bytes(words, 2));
            case "cms":
                return cmsHolds(new CMSSignedData(bytes(words, 1)));
            case "detached":
                return cmsHolds(new CMSSignedData(new CMSProcessableByteArray(bytes(words, 2)), bytes(words, 1)));
            case "stamp":
                return stamp(new TimeStampToken(new CMSSignedData(bytes(words, 1))), bytes(words, 2));
            case "sign":
                return Hex.toHexString(sign(words[1], new BigInteger(words[2]), bytes(words, 3)));
            case "make":
                return Hex.toHexString(made(bytes(words, 1), new BigInteger(words[2]), bytes(words, 3)));
            default:
                return "problem: unknown command";
        }
    }

    static byte[] bytes(String[] words, int place) {
        return place < words.length ? Hex.decode(words[place]) : new byte[0];
    }

    static byte[] expanded(byte[] table) {
        byte[] out = new byte[table.length * 2];
        for (int place = 0; place < table.length; place++) {
            out[place * 2] = (byte) (table[place] >> 4 & 15);
            out[place * 2 + 1] = (byte) (table[place] & 15);
        }
        return out;
    }

    static byte[] hash(Digest digest, byte[] data) {
        byte[] out = new byte[digest.getDigestSize()];
        digest.update(data, 0, data.length);
        digest.doFinal(out, 0);
        return out;
    }

    /** The hash that a signature algorithm or a hash identifier means, with the table of this key. */
    static byte[] hash(String identifier, SubjectPublicKeyInfo key, byte[] data) throws Exception {
        if (identifier.startsWith(KUPYNA) || identifier.startsWith("1.2.804.2.1.1.1.1.3.6.")) {
            String number = identifier.startsWith(KUPYNA) ? identifier.substring(KUPYNA.length())
                : identifier.split("\\.")[10];
            int bits = number.startsWith("1") ? 256 : number.startsWith("2") ? 384 : 512;
            return hash(new DSTU7564Digest(bits), data);
        }
        return hash(new GOST3411Digest(expanded(table(key))), data);
    }

    static byte[] table(SubjectPublicKeyInfo key) {
        return DSTU4145Params.getInstance(key.getAlgorithm().getParameters()).getDKE();
    }

    static boolean holds(SubjectPublicKeyInfo key, String algorithm, byte[] message, byte[] signature)
            throws Exception {
        byte[] bare = signature;
        if (bare[0] == 4 && bare[1] == bare.length - 2) {
            bare = ASN1OctetString.getInstance(signature).getOctets();
        }
        boolean big = algorithm.endsWith(".1.1.1.1");
        byte[] turned = big ? bare : reversed(bare); // after this: s, then r, the highest byte first
        int half = turned.length / 2;
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(turned, 0, half));
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(turned, half, turned.length));
        DSTU4145Signer signer = new DSTU4145Signer();
        signer.init(false, (ECPublicKeyParameters) PublicKeyFactory.createKey(key));
        return signer.verifySignature(hash(algorithm, key, message), r, s);
    }

    static byte[] reversed(byte[] given) {
        byte[] out = given.clone();
        for (int place = 0; place < out.length; place++) {
            out[place] = given[given.length - 1 - place];
        }
        return out;
    }

    static boolean certificateHolds(byte[] certificate, byte[] issuer) throws Exception {
        X509CertificateHolder one = new X509CertificateHolder(certificate);
        return holds(new X509CertificateHolder(issuer).getSubjectPublicKeyInfo(),
            one.getSignatureAlgorithm().getAlgorithm().getId(),
            one.toASN1Structure().getTBSCertificate().getEncoded(), one.getSignature());
    }

    static boolean listHolds(byte[] list, byte[] issuer) throws Exception {
        X509CRLHolder one = new X509CRLHolder(list);
        return holds(new X509CertificateHolder(issuer).getSubjectPublicKeyInfo(),
            one.toASN1Structure().getSignatureAlgorithm().getAlgorithm().getId(),
            one.toASN1Structure().getTBSCertList().getEncoded(),
            one.toASN1Structure().getSignature().getOctets());
    }

    static boolean answerHolds(byte[] response, byte[] responder) throws Exception {
        BasicOCSPResp one = (BasicOCSPResp) new OCSPResp(response).getResponseObject();
        return holds(new X509CertificateHolder(responder).getSubjectPublicKeyInfo(),
            one.getSignatureAlgorithmID().getAlgorithm().getId(), one.getTBSResponseData(), one.getSignature());
    }

    /** Every signer's answer: whether his attributes state the hash of the content, and his signature holds. */
    static String cmsHolds(CMSSignedData signed) throws Exception {
        StringBuilder found = new StringBuilder();
        byte[] content = (byte[]) signed.getSignedContent().getContent();
        Store<X509CertificateHolder> known = signed.getCertificates();
        for (SignerInformation signer : signed.getSignerInfos().getSigners()) {
            X509CertificateHolder whose =
                (X509CertificateHolder) known.getMatches(signer.getSID()).iterator().next();
            SubjectPublicKeyInfo key = whose.getSubjectPublicKeyInfo();
            byte[] stated = ASN1OctetString.getInstance(signer.getSignedAttributes()
                .get(CMSAttributes.messageDigest).getAttrValues().getObjectAt(0)).getOctets();
            boolean same = MessageDigest.isEqual(stated, hash(signer.getDigestAlgOID(), key, content));
            boolean matches = holds(key, signer.getEncryptionAlgOID(), signer.getEncodedSignedAttributes(),
                signer.getSignature());
            found.append(same && matches).append(' ');
        }
        return found.toString().trim();
    }

    static String stamp(TimeStampToken token, byte[] data) throws Exception {
        X509CertificateHolder whose =
            (X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next();
        byte[] expected = hash(token.getTimeStampInfo().getMessageImprintAlgOID().getId(),
            whose.getSubjectPublicKeyInfo(), data);
        boolean same = Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), expected);
        return cmsHolds(token.toCMSSignedData()) + " " + same + " "
            + token.getTimeStampInfo().getGenTime().getTime() / 1000;
    }

    static byte[] sign(String curve, BigInteger secret, byte[] hashed) {
        ECDomainParameters domain = DSTU4145NamedCurves.getByOID(new ASN1ObjectIdentifier(curve));
        DSTU4145Signer signer = new DSTU4145Signer();
        SecureRandom random = new SecureRandom();
        signer.init(true, new ParametersWithRandom(new ECPrivateKeyParameters(secret, domain), random));
        BigInteger[] both = signer.generateSignature(hashed);
        int half = (domain.getN().bitLength() + 7) / 8;
        byte[] out = new byte[half * 2];
        for (int place = 0; place < half; place++) {
            out[place] = both[0].shiftRight(8 * place).byteValue();
            out[half + place] = both[1].shiftRight(8 * place).byteValue();
        }
        return out;
    }

    /** An attached CMS file over this content, wholly by Bouncy Castle. */
    static byte[] made(byte[] certificate, BigInteger secret, byte[] content) throws Exception {
        X509CertificateHolder whose = new X509CertificateHolder(certificate);
        SubjectPublicKeyInfo key = whose.getSubjectPublicKeyInfo();
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        SignerInfoGeneratorBuilder builder =
            new SignerInfoGeneratorBuilder(wanted -> new Calculator(key));
        generator.addSignerInfoGenerator(builder.build(new Maker(key, secret), whose));
        generator.addCertificate(whose);
        return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
    }

    static class Calculator implements DigestCalculator {
        final SubjectPublicKeyInfo key;
        final java.io.ByteArrayOutputStream data = new java.io.ByteArrayOutputStream();

        Calculator(SubjectPublicKeyInfo key) {
            this.key = key;
        }

        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(new ASN1ObjectIdentifier(GOST));
        }

        public java.io.OutputStream getOutputStream() {
            return data;
        }

        public byte[] getDigest() {
            return CrossCheck.hash(new GOST3411Digest(expanded(table(key))), data.toByteArray());
        }
    }

    static class Maker implements ContentSigner {
        final SubjectPublicKeyInfo key;
        static final ASN1ObjectIdentifier KNOWN = PKCSObjectIdentifiers.sha256WithRSAEncryption;
        final BigInteger secret;
        int asked = 0;
        final java.io.ByteArrayOutputStream data = new java.io.ByteArrayOutputStream();

        Maker(SubjectPublicKeyInfo key, BigInteger secret) {
            this.key = key;
            this.secret = secret;
        }

        /** First asked, only to find a hash, by a builder that knows no DSTU; what it finds is not used. */
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(asked++ == 0 ? KNOWN : UAObjectIdentifiers.dstu4145le);
        }

        public java.io.OutputStream getOutputStream() {
            return data;
        }

        public byte[] getSignature() {
            DSTU4145Params parameters = DSTU4145Params.getInstance(key.getAlgorithm().getParameters());
            byte[] hashed = CrossCheck.hash(new GOST3411Digest(expanded(table(key))), data.toByteArray());
            return sign(parameters.getNamedCurve().getId(), secret, hashed);
        }
    }
}
