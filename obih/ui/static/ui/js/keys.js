// Hotkeys by the place of the key (event.code), so that they work on the Ukrainian layout.
// In markup: data-key="KeyR", "Ctrl+Enter", "KeyG KeyJ" (one after the other), "Slash|Ctrl+KeyK" (either).

const SEQUENCE_MS = 1500;
const NAMES = { Slash: "/", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
let begun = "";
let begunAt = 0;
const rows = [];

/** Rows for the overlay that belong to a behaviour: shown when the page has `selector`. */
export function help(selector, pairs) {
  rows.push([selector, pairs]);
}

export const lettersOff = () => document.documentElement.dataset.hotkeys === "off";

export function typing(element) {
  if (!element || !element.closest) return false;
  if (element.matches("input")) return !/^(checkbox|radio|button|submit|reset|file)$/.test(element.type);
  return Boolean(element.closest("textarea, select, [contenteditable]"));
}

export function stroke(event) {
  const code = event.key === "?" ? "Slash" : event.code.replace(/^Numpad(Enter)$/, "$1");
  const shift = event.shiftKey || event.key === "?";
  const held = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
  return held + (shift ? "Shift+" : "") + code;
}

function printed(key) {
  return key.split(" ").map((one) => one.split("+")
    .map((part) => NAMES[part] || part.replace(/^(Key|Digit)/, "")).join("+")).join(" ")
    .replace("Shift+/", "?");
}

const shown = (element) => element.getClientRects().length > 0;

function find(wanted, from) {
  const open = document.querySelector("dialog[open]");
  const all = [...document.querySelectorAll("[data-key]")].filter((element) =>
    element.dataset.key.split("|").includes(wanted) && (!open || open.contains(element)) &&
    (shown(element) || element.matches(".rail *, .rail-foot *")));
  return all.find((element) => element.form && element.form === from?.form) || all[0];
}

function press(element) {
  if (element.getAttribute("aria-disabled") === "true") element.focus();
  else if (element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) {
    element.focus();
    element.select?.();
  } else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.getModifierState?.("AltGraph")) return;
  const now = stroke(event);
  const bare = !/Ctrl\+|Alt\+/.test(now) && !/^(Shift\+)?F\d+$/.test(now);
  if (bare && now !== "Escape" && (typing(event.target) || lettersOff())) return;
  const whole = begun && Date.now() - begunAt < SEQUENCE_MS ? `${begun} ${now}` : now;
  begun = "";
  const element = find(whole, event.target) || find(now, event.target);
  if (element) {
    event.preventDefault();
    press(element);
  } else if (now === "KeyG") {
    begun = now;
    begunAt = Date.now();
  }
});

function text(element) {
  const copy = element.cloneNode(true);
  for (const idle of copy.querySelectorAll("kbd, .n, .vh, svg")) idle.remove();
  return element.dataset.keyName || element.getAttribute("aria-label") || copy.textContent.trim();
}

function overlay() {
  let dialog = document.getElementById("keys-help");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "keys-help";
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "keys-help-title");
    document.body.append(dialog);
  }
  dialog.textContent = "";
  const title = document.createElement("h3");
  title.id = "keys-help-title";
  title.textContent = "Клавіші цієї сторінки";
  const list = document.createElement("dl");
  list.className = "keys-list";
  const add = (key, does) => {
    const name = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    name.append(cap);
    const what = document.createElement("dd");
    what.textContent = does;
    list.append(name, what);
  };
  for (const element of document.querySelectorAll("[data-key]")) {
    const whole = element.dataset.key.split("|").map(printed).join(" або ");
    add(whole, text(element));
  }
  for (const [selector, pairs] of rows) {
    if (document.querySelector(selector)) for (const [key, does] of pairs) add(key, does);
  }
  const close = document.createElement("button");
  close.className = "btn";
  close.textContent = "Закрити";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) overlay();
});
