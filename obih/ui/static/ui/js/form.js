// Enter goes to the next field, F2 repeats the last value, a button pressed twice acts once.
import { help } from "./keys.js";
import { linkDown, say, sayLink } from "./says.js";

const SLOW_MS = 2000;
const STOPS = "input:not([type=hidden]), select, textarea, button[data-main]";

function stops(form) {
  return [...form.querySelectorAll(STOPS)].filter((field) =>
    !field.disabled && field.tabIndex >= 0 && field.getClientRects().length);
}

export function step(form, from, by) {
  const all = stops(form);
  const next = all[all.indexOf(from) + by];
  if (!next) return false;
  next.focus();
  if (next.matches("input:not([type=checkbox], [type=radio], [type=file])")) next.select();
  return true;
}

function repeatLast(field) {
  const { last, lastText } = field.dataset;
  if (last === undefined) return false;
  const hidden = field.closest("[data-combo]")?.querySelector("[data-combo-value]");
  field.value = lastText || last;
  if (hidden) {
    hidden.value = last;
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  } else field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.defaultPrevented || event.isComposing || !field.form) return;
  if (event.key === "F2" && repeatLast(field)) return event.preventDefault();
  if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!field.form.matches("[data-enter]") || !field.matches("input, select, textarea[data-one-line]")) return;
  if (field.matches("[type=submit], [type=button], [type=file]")) return;
  event.preventDefault();
  step(field.form, field, event.shiftKey ? -1 : 1);
});

function hold(form, button) {
  form.dataset.busy = "";
  form.slow = setTimeout(() => say(
    "Сервер відповідає довше, ніж зазвичай.", "Введене на місці, не закривайте сторінку.", "unsaved"), SLOW_MS);
  if (!button?.dataset.busy) return;
  form.pressed = [button, [...button.childNodes]];
  button.replaceChildren(button.dataset.busy);
  button.setAttribute("aria-disabled", "true");
}

function release(form) {
  delete form.dataset.busy;
  clearTimeout(form.slow);
  if (!form.pressed) return;
  const [button, content] = form.pressed;
  button.replaceChildren(...content);
  button.removeAttribute("aria-disabled");
  form.pressed = null;
}

// In the capturing phase, before htmx sees the event: the second press must not reach it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const ours = form.matches("[hx-post], [hx-put], [hx-patch]");
  if ((form.method !== "post" && !ours) || form.target === "_blank") return; // what opens elsewhere leaves this page be
  const twice = "busy" in form.dataset;
  if (twice || linkDown()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!twice) sayLink(true);
    return;
  }
  form.dataset.busy = "";
  // The pressed button's name and value are read right after this event: change it a moment later.
  setTimeout(() => (event.defaultPrevented && !ours ? release(form) : hold(form, event.submitter)));
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  // A swapped form is told of through its parent: who asked stands in the request itself.
  const asked = event.detail.requestConfig?.elt || event.detail.elt;
  if (asked.matches?.("form, button, [type=submit]") && asked.closest("form")) release(asked.closest("form"));
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) release(form);
});

help("form[data-enter]", [["Enter", "наступне поле"], ["Shift+Enter", "попереднє поле"]]);
help("[data-last]", [["F2", "як у попередньому документі"]]);
