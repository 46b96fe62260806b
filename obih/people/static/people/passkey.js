// Passkeys: turns the server's options into what the browser wants, and its answer into text for the form.
// A form says by data-passkey what is asked: «login» (options fetched), «get» or «create» (options on the page).
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function opened(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    if (key[name]) key[name] = key[name].map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return { publicKey: key };
}

function closed(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsFor(form) {
  if (form.dataset.passkey === "login") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }
  const data = JSON.parse(document.getElementById(form.dataset.options).textContent);
  return data.creation_options || data.request_options;
}

function demand(options, form) {
  const alone = form.elements.passwordless ? form.elements.passwordless.checked : false;
  const selection = options.publicKey.authenticatorSelection || {};
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  options.publicKey.authenticatorSelection = selection;
  return options;
}

function say(form, sentence) {
  const place = form.querySelector("[data-passkey-says]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

async function ask(form) {
  say(form, "");
  try {
    const options = await optionsFor(form);
    const made = form.dataset.passkey === "create"
      ? await navigator.credentials.create(opened(demand(options, form)))
      : await navigator.credentials.get(opened(options));
    form.elements.credential.value = JSON.stringify(closed(made));
    form.submit();
  } catch (problem) {
    say(form, problem.name === "NotAllowedError"
      ? "Пристрій не підтвердив вхід або час минув. Спробуйте ще раз."
      : "Не вийшло скористатися ключем. Спробуйте ще раз або увійдіть іншим способом.");
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !window.isSecureContext) {
    form.hidden = form.dataset.passkey === "login";
    const button = form.querySelector("button[data-passkey-go]");
    if (button && !form.hidden) {
      button.setAttribute("aria-disabled", "true");
      say(form, "Ключі доступу працюють лише за адресою https і в новому браузері.");
    }
  } else {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
