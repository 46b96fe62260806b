// A journal by keyboard: J K ↑ ↓ move, X marks, Enter opens, Esc clears, F6 changes the pane.
// One link of the table is in the Tab order at a time; the row's first link is the row's own.
import { help, lettersOff, stroke, typing } from "./keys.js";

const REST_MS = 150;
const WIDE = matchMedia("(min-width: 62rem)");
let resting = 0;
let lastMarked = null;

const rowsOf = (grid) => [...grid.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a"));
const linkOf = (row) => row.querySelector("a");
const boxOf = (row) => row.querySelector("input[type=checkbox]");
const current = (grid) => grid.querySelector("tr[aria-current]");

function makeCurrent(grid, row) {
  for (const other of rowsOf(grid)) {
    const own = other === row;
    for (const stop of other.querySelectorAll("a, input")) stop.tabIndex = own ? 0 : -1;
    if (own) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
}

function prepare() {
  for (const grid of document.querySelectorAll("[data-grid]")) {
    const rows = rowsOf(grid);
    const row = current(grid) || rows[0];
    for (const other of rows) for (const stop of other.querySelectorAll("a, input")) stop.tabIndex = other === row ? 0 : -1;
    count(grid);
  }
}

function preview(grid, row) {
  clearTimeout(resting);
  const { preview: target } = grid.dataset;
  const { previewUrl } = row.dataset;
  if (!target || !previewUrl || !WIDE.matches) return;
  resting = setTimeout(() => {
    window.htmx.ajax("GET", previewUrl, { target, swap: "innerHTML" }).then(() => {
      document.querySelector(target).scrollTop = 0;
    });
  }, REST_MS);
}

function mark(grid, row, on) {
  const box = boxOf(row);
  if (!box) return;
  box.checked = on;
  if (on) row.setAttribute("aria-selected", "true");
  else row.removeAttribute("aria-selected");
}

function count(grid) {
  const bar = document.querySelector(grid.dataset.bulk || "[data-bulk]");
  if (!bar) return;
  const marked = rowsOf(grid).filter((row) => boxOf(row)?.checked);
  for (const row of marked) row.setAttribute("aria-selected", "true");
  bar.hidden = marked.length === 0;
  bar.querySelector("[data-bulk-count]").textContent = marked.length ? `Позначено ${marked.length}` : "";
}

function clear(grid) {
  for (const row of rowsOf(grid)) mark(grid, row, false);
  count(grid);
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-grid] tbody tr");
  if (!row || !row.querySelector("a")) return;
  const grid = row.closest("[data-grid]");
  if (current(grid) === row) return;
  makeCurrent(grid, row);
  preview(grid, row);
});

document.addEventListener("change", (event) => {
  const row = event.target.closest?.("[data-grid] tbody tr");
  if (!row || event.target !== boxOf(row)) return;
  const grid = row.closest("[data-grid]");
  mark(grid, row, event.target.checked);
  count(grid);
});

document.addEventListener("click", (event) => {
  const clearer = event.target.closest?.("[data-bulk-clear]");
  if (clearer) return document.querySelectorAll("[data-grid]").forEach(clear);
  const row = event.target.closest?.("[data-grid] tbody tr");
  const box = row && boxOf(row);
  if (!box || event.target !== box) return;
  const grid = row.closest("[data-grid]");
  const rows = rowsOf(grid);
  if (event.shiftKey && lastMarked && rows.includes(lastMarked)) {
    const [from, to] = [rows.indexOf(lastMarked), rows.indexOf(row)].sort((a, b) => a - b);
    for (const between of rows.slice(from, to + 1)) mark(grid, between, box.checked);
    count(grid);
  }
  lastMarked = row;
});

function changePane(grid) {
  const pane = document.querySelector(grid.dataset.preview);
  const row = current(grid) || rowsOf(grid)[0];
  if (pane?.contains(document.activeElement)) linkOf(row)?.focus();
  else pane?.focus();
}

document.addEventListener("keydown", (event) => {
  const inside = event.target.closest?.("[data-grid]");
  const grid = inside || document.querySelector("[data-grid]");
  if (!grid || event.defaultPrevented || typing(event.target) || document.querySelector("dialog[open]")) return;
  const key = stroke(event);
  const rows = rowsOf(grid);
  const by = { KeyJ: 1, KeyK: -1, ArrowDown: 1, ArrowUp: -1 }[key];
  if (/^Key/.test(key) && lettersOff()) return;
  if (by && (inside || /^Key/.test(key))) {
    const at = inside || current(grid) ? rows.indexOf(current(grid)) + by : 0;
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))];
    if (row) linkOf(row).focus();
  } else if (key === "KeyX" && current(grid)) {
    boxOf(current(grid))?.click();
  } else if (key === "Escape" && rows.some((row) => boxOf(row)?.checked)) {
    clear(grid);
  } else if (key === "F6" && grid.dataset.preview) {
    changePane(grid);
  } else return;
  event.preventDefault();
}, true);

document.addEventListener("htmx:afterSettle", prepare);
prepare();
help("[data-grid]", [["J", "наступний рядок"], ["K", "попередній рядок"], ["X", "позначити рядок"],
  ["Enter", "відкрити"], ["Esc", "зняти позначки"]]);
help("[data-preview]", [["F6", "список або перегляд"]]);
