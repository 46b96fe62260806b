// The APG combobox: rows come from the server as HTML; Enter takes the first; Alt+N makes a new one.
import { help } from "./keys.js";
import { send } from "./net.js";
import { explain } from "./says.js";

const REST_MS = 150;
let waiting = 0;
let asking = null;

const part = (input, selector) => input.closest("[data-combo]").querySelector(selector);
const list = (input) => part(input, "[role=listbox]");
const options = (input) => [...list(input).querySelectorAll("[role=option]")];
const active = (input) => list(input).querySelector("[aria-selected=true]");
const isOpen = (input) => input.getAttribute("aria-expanded") === "true";

function light(input, option) {
  active(input)?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  } else input.removeAttribute("aria-activedescendant");
}

function close(input) {
  clearTimeout(waiting);
  asking?.abort();
  list(input).hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

async function ask(input) {
  asking?.abort();
  asking = new AbortController();
  const base = input.closest("[data-combo]").dataset.url;
  const url = `${base}${base.includes("?") ? "&" : "?"}q=${encodeURIComponent(input.value.trim())}`;
  try {
    const answer = await send(url, { signal: asking.signal });
    if (!answer.ok) return explain(answer);
    list(input).innerHTML = await answer.text();
  } catch {
    return; // a newer question has replaced this one
  }
  options(input).forEach((option, index) => { option.id = `${input.id}-o${index}`; });
  list(input).hidden = false;
  input.setAttribute("aria-expanded", "true");
  light(input, options(input)[0]);
  part(input, "[data-combo-said]").textContent = `У списку: ${options(input).length}`;
}

function set(input, value, text) {
  const hidden = part(input, "[data-combo-value]");
  const before = hidden.value;
  hidden.value = value;
  if (text !== undefined) input.value = text;
  if (before !== value) hidden.dispatchEvent(new Event("change", { bubbles: true }));
}

function make(input, url) {
  close(input);
  const box = part(input, "[data-combo-new]");
  window.htmx.ajax("GET", url, { target: box, swap: "innerHTML" }).then(() => {
    box.querySelector("input:not([type=hidden]), select")?.focus();
  });
}

/** Take the row; says whether the focus may go on (a «new» row opens its own fields instead). */
function take(input, option) {
  if (option.dataset.new) {
    make(input, option.dataset.new);
    return false;
  }
  set(input, option.dataset.value, option.dataset.text);
  part(input, "[data-combo-new]").textContent = "";
  close(input);
  return true;
}

async function takeNew(input) {
  if (!isOpen(input)) await ask(input);
  const row = options(input).find((option) => option.dataset.new);
  if (row) take(input, row);
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("[role=combobox]") || !input.closest("[data-combo]")) return;
  set(input, "");
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(input), REST_MS);
});

// Capturing: the list answers before the form moves to the next field.
document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[role=combobox]") || !input.closest("[data-combo]") || event.isComposing) return;
  const used = () => { event.preventDefault(); event.stopPropagation(); };
  const rows = options(input);
  const at = rows.indexOf(active(input));
  if (event.altKey && event.code === "KeyN") {
    used();
    takeNew(input);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    used();
    if (!isOpen(input)) ask(input);
    else light(input, rows[(at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length]);
  } else if (event.key === "Escape" && isOpen(input)) {
    used();
    close(input);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.shiftKey) {
    if (isOpen(input) && rows[at]) { if (!take(input, rows[at])) used(); }
    else if (input.value.trim() && !part(input, "[data-combo-value]").value) {
      used(); // typed faster than the list came: wait for it, the next Enter takes its first row
      clearTimeout(waiting);
      ask(input);
    }
  }
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-combo] [role=option]");
  if (!option) return;
  event.preventDefault();
  take(option.closest("[data-combo]").querySelector("[role=combobox]"), option);
});

document.addEventListener("focusout", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-combo] [role=combobox]")) return;
  const said = input.value.trim().toLowerCase();
  const same = isOpen(input) && options(input).find((option) => option.dataset.text.toLowerCase() === said);
  if (same && !same.dataset.new) take(input, same);
  else close(input);
});

// The answer that created the thing: HX-Trigger {"obih:chosen": {name, value, text}}.
document.addEventListener("obih:chosen", (event) => {
  const { name, value, text } = event.detail;
  const hidden = [...document.querySelectorAll("[data-combo-value]")].find((one) => one.name === name);
  if (!hidden) return;
  const input = hidden.closest("[data-combo]").querySelector("[role=combobox]");
  set(input, value, text);
  part(input, "[data-combo-new]").textContent = "";
  input.focus();
});

help("[data-combo]", [["Enter", "узяти перший зі списку"], ["Alt+N", "новий запис у довіднику"]]);
