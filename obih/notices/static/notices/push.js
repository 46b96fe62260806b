// Lets this browser show notices. Without a secure address, or in a browser that cannot, it says so.
const place = document.querySelector("[data-push]");
const says = place.querySelector("[data-push-says]");
const button = place.querySelector("[data-push-on]");

function say(sentence) {
  says.textContent = sentence;
  says.hidden = !sentence;
}

function whyNot() {
  if (!window.isSecureContext) return "Ця сторінка відкрита не за адресою https: браузер не дозволить сповіщень.";
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    return "Цей браузер не показує сповіщень. На iPhone спершу додайте Обіг на початковий екран.";
  }
  if (Notification.permission === "denied") {
    return "Ви заборонили сповіщення в цьому браузері. Дозвольте їх у налаштуваннях сайту і поверніться.";
  }
  return "";
}

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

function named() {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? "Edge" : /Firefox\//.test(agent) ? "Firefox"
    : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "Браузер";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iPhone"
    : /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "Mac" : /Linux/.test(agent) ? "Linux" : "";
  return system ? `${browser}, ${system}` : browser;
}

function same(buffer, key) {
  const had = buffer ? new Uint8Array(buffer) : new Uint8Array();
  return had.length === key.length && had.every((each, at) => each === key[at]);
}

async function asked(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": document.body.dataset.csrf, Accept: "application/json" },
    body,
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function subscribed(registration) {
  const key = bytes((await asked(place.dataset.push)).key);
  const had = await registration.pushManager.getSubscription();
  if (had && same(had.options.applicationServerKey, key)) return had;
  if (had) await had.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function turnOn() {
  say("");
  button.setAttribute("aria-busy", "true");
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      say("Браузер не отримав дозволу показувати сповіщення.");
      return;
    }
    await navigator.serviceWorker.register(place.dataset.worker);
    const { endpoint, keys } = (await subscribed(await navigator.serviceWorker.ready)).toJSON();
    const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, label: named() });
    window.location.assign((await asked(place.dataset.add, body)).back);
  } catch (problem) {
    say("Не вийшло ввімкнути: сервер сповіщень цього браузера недоступний. Спробуйте ще раз або з іншого браузера.");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const refusal = whyNot();
if (refusal) {
  say(refusal);
} else {
  button.hidden = false;
  button.addEventListener("click", turnOn);
}
