// A half-filled form is kept on the server: two seconds after the last letter, and when the page is left.
// <form data-draft="/address/">; the line [data-saved] says when; nothing is kept in the browser.
import { renewToken, send } from "./net.js";
import { explain, say, sayLink } from "./says.js";

const REST_MS = 2000;
const AGAIN_MS = 5000;
const OWN = "form[data-draft]";
const states = new WeakMap();

function state(form) {
  if (!states.has(form)) states.set(form, { timer: 0, dirty: false, sending: false, failed: 0 });
  return states.get(form);
}

function words(form) {
  const kept = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") kept.append(name, value);
  }
  return kept;
}

function line(form, text) {
  const place = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  if (place) place.textContent = text;
}

function later(form, wait) {
  const own = state(form);
  clearTimeout(own.timer);
  own.timer = setTimeout(() => keep(form), wait);
}

async function keep(form) {
  const own = state(form);
  if (!form.isConnected || !own.dirty || own.sending || "busy" in form.dataset) return;
  own.dirty = false;
  own.sending = true;
  line(form, "Зберігаємо…");
  const answer = await send(form.dataset.draft, { method: "POST", body: words(form) });
  own.sending = false;
  if (answer.ok) return kept(form, own);
  own.dirty = true;
  own.failed += 1;
  line(form, "Ще не збережено");
  if (answer.status === 0) {
    sayLink(true, "Введене лишається на сторінці, не закривайте її: збережемо самі, щойно зв’язок відновиться.");
    later(form, AGAIN_MS);
  } else if (answer.status === 403 && own.failed === 1 && (await renewToken())) later(form, 0);
  else {
    await explain(answer);
    if (answer.status >= 500) later(form, AGAIN_MS * 2);
  }
}

function kept(form, own) {
  const now = new Date();
  line(form, `Збережено о ${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`);
  if (own.failed) {
    own.failed = 0;
    sayLink(false);
    say("");
  }
  if (own.dirty) later(form, REST_MS);
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form;
    if (!form?.matches(OWN) || event.target.type === "file") return;
    state(form).dirty = true;
    later(form, REST_MS);
  });
}

// A refused change of the same field must not be sent again and again, but a new sign-in makes it worth trying.
addEventListener("online", () => document.querySelectorAll(OWN).forEach((form) => keep(form)));
document.addEventListener("visibilitychange", () => {
  for (const form of document.querySelectorAll(OWN)) {
    const own = state(form);
    if (!own.dirty) continue;
    if (document.hidden) navigator.sendBeacon(form.dataset.draft, words(form));
    else later(form, AGAIN_MS);
  }
});
addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll(OWN)].some((form) =>
    states.get(form)?.dirty && states.get(form).failed && !("busy" in form.dataset));
  if (unsaved) event.preventDefault();
});
