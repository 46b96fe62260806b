"""The kinds of files that are taken, and those that never are. One table: a new kind is one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of content: its media type, the extensions that may name it, how people call it."""

    media_type: str
    extensions: tuple[str, ...]
    called: str
    office: bool = False
    """LibreOffice can draw it."""


PDF = Kind("application/pdf", ("pdf",), "PDF")
PNG = Kind("image/png", ("png",), "зображення PNG")
JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "зображення JPEG")
TIFF = Kind("image/tiff", ("tif", "tiff"), "зображення TIFF")
WEBP = Kind("image/webp", ("webp",), "зображення WebP")
GIF = Kind("image/gif", ("gif",), "зображення GIF")
HEIC = Kind("image/heic", ("heic", "heif"), "зображення HEIC")

_OPENXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
DOCX = Kind(f"{_OPENXML}.wordprocessingml.document", ("docx",), "документ Word (DOCX)", office=True)
XLSX = Kind(f"{_OPENXML}.spreadsheetml.sheet", ("xlsx",), "таблиця Excel (XLSX)", office=True)
PPTX = Kind(f"{_OPENXML}.presentationml.presentation", ("pptx",), "презентація (PPTX)", office=True)
ODT = Kind(f"{_ODF}.text", ("odt",), "документ ODT", office=True)
ODS = Kind(f"{_ODF}.spreadsheet", ("ods",), "таблиця ODS", office=True)
ODP = Kind(f"{_ODF}.presentation", ("odp",), "презентація ODP", office=True)
DOC = Kind("application/msword", ("doc", "dot"), "документ Word (DOC)", office=True)
XLS = Kind("application/vnd.ms-excel", ("xls",), "таблиця Excel (XLS)", office=True)
PPT = Kind("application/vnd.ms-powerpoint", ("ppt", "pps"), "презентація (PPT)", office=True)
RTF = Kind("application/rtf", ("rtf", "doc"), "документ RTF", office=True)
MSG = Kind("application/vnd.ms-outlook", ("msg",), "лист Outlook")

TEXT = Kind("text/plain", ("txt", "csv", "tsv", "json", "geojson", "md", "log", "ini", "xml", "eml"), "текст")
XML = Kind("application/xml", ("xml", "txt", "xsd", "gml", "kml"), "XML")
EML = Kind("message/rfc822", ("eml", "txt"), "електронний лист")
CMS = Kind("application/pkcs7-signature", ("p7s", "p7m", "p7b", "p7c"), "підпис або підписаний файл (P7S)")
CERTIFICATE = Kind("application/pkix-cert", ("cer", "crt", "der", "pem"), "сертифікат")
ASICE = Kind("application/vnd.etsi.asic-e+zip", ("asice", "sce", "zip"), "контейнер підпису ASiC-E")
ASICS = Kind("application/vnd.etsi.asic-s+zip", ("asics", "scs", "zip"), "контейнер підпису ASiC-S")
ZIP = Kind("application/zip", ("zip",), "архів ZIP")
SEVEN_ZIP = Kind("application/x-7z-compressed", ("7z",), "архів 7z")
RAR = Kind("application/vnd.rar", ("rar",), "архів RAR")

KINDS = (
    PDF, PNG, JPEG, TIFF, WEBP, GIF, HEIC, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, PPT, RTF, MSG,
    TEXT, XML, EML, CMS, CERTIFICATE, ASICE, ASICS, ZIP, SEVEN_ZIP, RAR,
)  # fmt: skip
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
KNOWN_EXTENSIONS = frozenset(extension for kind in KINDS for extension in kind.extensions)

DRAWN_IMAGES = frozenset(kind.media_type for kind in (PNG, JPEG, TIFF, WEBP, GIF))
OFFICE = {kind.media_type: kind.extensions[0] for kind in KINDS if kind.office}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROGRAMS = _words(
    "exe com scr pif msi msp dll sys cpl ocx drv bat cmd ps1 psm1 vbs vbe js jse mjs ws wsf wsh hta lnk url"
    " inf reg jar class apk app deb rpm sh bash csh py pyc pyw pl php phtml rb iso img vhd vhdx chm hlp"
    " gadget msc scf application appref-ms settingcontent-ms library-ms search-ms xll wasm swf sct accde"
)
WITH_MACROS = _words("docm dotm xlsm xltm xlsb xlam pptm potm ppam ppsm sldm")
WEB_PAGES = _words("html htm xhtml xht shtml mht mhtml")
DRAWINGS = _words("svg svgz")
