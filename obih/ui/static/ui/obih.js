const $ = {};
$.net = (() => {
const token = () => document.body.dataset.csrf || "";
async function send(url, { method = "GET", body, signal } = {}) {
const headers = { "X-Requested-With": "obih" };
if (method !== "GET") headers["X-CSRFToken"] = token();
try {
return await fetch(url, { method, body, signal, headers, credentials: "same-origin" });
} catch (fault) {
if (fault.name === "AbortError") throw fault;
return { ok: false, status: 0, text: async () => "" };
}
}
async function renewToken() {
const url = document.body.dataset.tokenUrl;
const answer = url ? await send(url) : { ok: false };
if (!answer.ok) return false;
const fresh = (await answer.text()).trim();
document.body.dataset.csrf = fresh;
for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = fresh;
return true;
}document.addEventListener("htmx:configRequest", (event) => {
if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
});
return {send, renewToken};
})();
$.says = (() => {
const {renewToken} = $.net;const OFFLINE = ["Немає зв’язку.", "Введене лишається на цій сторінці, не закривайте її."];
const SENTENCES = {
401: ["Сеанс завершився.", "Введене лишається на сторінці: увійдіть у новій вкладці й надішліть ще раз."],
403: ["Сторінку відкрито до останнього входу.", "Введене на місці: надішліть ще раз."],
404: ["Такого документа немає або він вам не доступний.", "Введене лишається на сторінці."],
409: ["Картку щойно змінив хтось інший.", "Введене на місці: відкрийте картку в новій вкладці й порівняйте."],
413: ["Файл завеликий.", "Введене на місці: розділіть скан на частини."],
500: ["Не вийшло зберегти.", "Введене на місці, спробуйте ще раз за хвилину."],
503: ["База даних зараз не відповідає.", "Введене на місці, спробуйте ще раз за кілька секунд."],
};
let signedOut = false;
function say(fact, rest = "", kind = "late", id = "says") {
const region = document.getElementById(id);
if (!region) return;
region.textContent = "";
if (!fact) return;
const bar = document.createElement("div");
bar.className = "bar";
bar.dataset.kind = kind;
const bold = document.createElement("b");
bold.textContent = fact;
const more = document.createElement("span");
more.textContent = rest;
bar.append(bold, more);
region.append(bar);
}function sayLink(down, rest = OFFLINE[1]) {
say(down ? OFFLINE[0] : "", rest, "offline", "link-state");
}
async function explain(answer) {
if (answer.status === 0) return sayLink(true);
if (answer.status === 401) signedOut = true;
const html = answer.headers?.get("HX-Retarget") === "#says" ? await answer.text() : "";
if (html) document.getElementById("says").innerHTML = html;
else say(...(SENTENCES[answer.status] || SENTENCES[500]));
}
function linkDown() {
return !navigator.onLine && !/^(localhost|127\.|\[::1)/.test(location.hostname);
}const check = () => sayLink(linkDown());addEventListener("offline", check);
addEventListener("online", check);
check();
async function welcomeBack() {
if (!(await renewToken())) return;
signedOut = false;
say("Ви знову ввійшли.", "Надішліть введене ще раз.", "done");
}document.addEventListener("visibilitychange", () => {
if (!document.hidden && signedOut) welcomeBack();
});document.addEventListener("htmx:beforeSwap", (event) => {
const { xhr } = event.detail;
if (xhr.status < 400) return;
if (xhr.status === 401) signedOut = true;
const worded = xhr.status === 422 || xhr.getResponseHeader("HX-Retarget");
event.detail.shouldSwap = Boolean(worded);
event.detail.isError = false;
if (!worded) say(...(SENTENCES[xhr.status] || SENTENCES[500]));
});
document.addEventListener("htmx:sendError", () => sayLink(true));
document.addEventListener("htmx:timeout", () => sayLink(true, "Сервер не відповів за 30 секунд. Введене на місці."));
document.addEventListener("htmx:afterOnLoad", (event) => {
check();
const { xhr, target, requestConfig } = event.detail;
if (xhr.status >= 400 || target?.id === "says") return;
if (signedOut) welcomeBack();
else if (requestConfig.verb !== "get" || !document.querySelector("#says [data-kind=done]")) say("");
});
return {say, sayLink, explain, linkDown};
})();
$.look = (() => {
const {send} = $.net;document.addEventListener("click", (event) => {
const button = event.target.closest("[data-sizes] button");
if (!button) return;
event.preventDefault();
const size = button.value === "none" ? "" : button.value;
if (size) document.documentElement.dataset.size = size;
else delete document.documentElement.dataset.size;
for (const one of button.parentElement.querySelectorAll("button")) {
one.setAttribute("aria-pressed", String(one === button));
}
send(button.form.action, { method: "POST", body: new URLSearchParams({ [button.name]: button.value }) });
});document.addEventListener("click", (event) => {
const opener = event.target.closest("[data-opens]");
if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
return {};
})();
$.layout = (() => {
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?";
const CYRILLIC = "’йцукенгшщзхїфівапролджєячсмитьбю.₴ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,";function toCyrillic(text) {
return [...text].map((letter) => CYRILLIC[LATIN.indexOf(letter)] || letter).join("");
}
return {toCyrillic};
})();
$.keys = (() => {
const SEQUENCE_MS = 1500;
const NAMES = { Slash: "/", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
let begun = "";
let begunAt = 0;
const rows = [];
function help(selector, pairs) {
rows.push([selector, pairs]);
}const lettersOff = () => document.documentElement.dataset.hotkeys === "off";function typing(element) {
if (!element || !element.closest) return false;
if (element.matches("input")) return !/^(checkbox|radio|button|submit|reset|file)$/.test(element.type);
return Boolean(element.closest("textarea, select, [contenteditable]"));
}function stroke(event) {
const code = event.key === "?" ? "Slash" : event.code.replace(/^Numpad(Enter)$/, "$1");
const shift = event.shiftKey || event.key === "?";
const held = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
return held + (shift ? "Shift+" : "") + code;
}function printed(key) {
return key.split(" ").map((one) => one.split("+")
.map((part) => NAMES[part] || part.replace(/^(Key|Digit)/, "")).join("+")).join(" ")
.replace("Shift+/", "?");
}const shown = (element) => element.getClientRects().length > 0;function find(wanted, from) {
const open = document.querySelector("dialog[open]");
const all = [...document.querySelectorAll("[data-key]")].filter((element) =>
element.dataset.key.split("|").includes(wanted) && (!open || open.contains(element)) &&
(shown(element) || element.matches(".rail *, .rail-foot *")));
return all.find((element) => element.form && element.form === from?.form) || all[0];
}function press(element) {
if (element.getAttribute("aria-disabled") === "true") element.focus();
else if (element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) {
element.focus();
element.select?.();
} else element.click();
}document.addEventListener("keydown", (event) => {
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
});function text(element) {
const copy = element.cloneNode(true);
for (const idle of copy.querySelectorAll("kbd, .n, .vh, svg")) idle.remove();
return element.dataset.keyName || element.getAttribute("aria-label") || copy.textContent.trim();
}function overlay() {
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
}document.addEventListener("click", (event) => {
if (event.target.closest("[data-keys-help]")) overlay();
});
return {help, lettersOff, typing, stroke};
})();
$.form = (() => {
const {help} = $.keys;
const {linkDown, say, sayLink} = $.says;const SLOW_MS = 2000;
const STOPS = "input:not([type=hidden]), select, textarea, button[data-main]";function stops(form) {
return [...form.querySelectorAll(STOPS)].filter((field) =>
!field.disabled && field.tabIndex >= 0 && field.getClientRects().length);
}function step(form, from, by) {
const all = stops(form);
const next = all[all.indexOf(from) + by];
if (!next) return false;
next.focus();
if (next.matches("input:not([type=checkbox], [type=radio], [type=file])")) next.select();
return true;
}function repeatLast(field) {
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
}document.addEventListener("keydown", (event) => {
const field = event.target;
if (event.defaultPrevented || event.isComposing || !field.form) return;
if (event.key === "F2" && repeatLast(field)) return event.preventDefault();
if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
if (!field.form.matches("[data-enter]") || !field.matches("input, select, textarea[data-one-line]")) return;
if (field.matches("[type=submit], [type=button], [type=file]")) return;
event.preventDefault();
step(field.form, field, event.shiftKey ? -1 : 1);
});function hold(form, button) {
form.dataset.busy = "";
form.slow = setTimeout(() => say(
"Сервер відповідає довше, ніж зазвичай.", "Введене на місці, не закривайте сторінку.", "unsaved"), SLOW_MS);
if (!button?.dataset.busy) return;
form.pressed = [button, [...button.childNodes]];
button.replaceChildren(button.dataset.busy);
button.setAttribute("aria-disabled", "true");
}function release(form) {
delete form.dataset.busy;
clearTimeout(form.slow);
if (!form.pressed) return;
const [button, content] = form.pressed;
button.replaceChildren(...content);
button.removeAttribute("aria-disabled");
form.pressed = null;
}
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
setTimeout(() => (event.defaultPrevented && !ours ? release(form) : hold(form, event.submitter)));
}, true);document.addEventListener("htmx:afterRequest", (event) => {
const asked = event.detail.requestConfig?.elt || event.detail.elt;
if (asked.matches?.("form, button, [type=submit]") && asked.closest("form")) release(asked.closest("form"));
});
addEventListener("pageshow", () => {
for (const form of document.querySelectorAll("form[data-busy]")) release(form);
});help("form[data-enter]", [["Enter", "наступне поле"], ["Shift+Enter", "попереднє поле"]]);
help("[data-last]", [["F2", "як у попередньому документі"]]);
return {step};
})();
$.dates = (() => {
const {toCyrillic} = $.layout;const DAY = 86400000;
const MONTHS_OF = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(" ");
const MONTHS_IN = "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні".split(" ");
const SHORT = ["пн", "вт", "ср", "чт", "пт", "сб", "нд"];
const LONG = ["понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"];
const ACCUSATIVE = ["", "", "середу", "", "п’ятницю", "суботу", "неділю"];
const NAMED = { позавчора: -2, вчора: -1, учора: -1, сьогодні: 0, завтра: 1, післязавтра: 2 };class DateProblem extends Error {}
const make = (year, month, day) => Date.UTC(year, month - 1, day) / DAY;
const parts = (day) => {
const date = new Date(day * DAY);
return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
};
const monthLength = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const weekdayOf = (day) => (((day + 3) % 7) + 7) % 7;
const two = (number) => String(number).padStart(2, "0");function iso(day) {
const [year, month, date] = parts(day);
return `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}`;
}
const fromIso = (text) => make(...text.split("-").map(Number));function plural(count, one, few, many) {
const tens = Math.abs(count) % 100;
const ones = tens % 10;
if (ones === 1 && tens !== 11) return one;
return ones >= 2 && ones <= 4 && !(tens >= 12 && tens <= 14) ? few : many;
}
function parseDate(text, today, lean = "near") {
const typed = text.toLowerCase().trim().split(/\s+/).join(" ");
for (const said of [typed, toCyrillic(typed)]) {
const day = spoken(said, today, lean);
if (day !== null) return day;
}
let match;
if ((match = /^([+-])\s*(\d{1,4})$/.exec(typed))) return today + Number(match[1] + match[2]);
if ((match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed))) return checked(+match[1], +match[2], +match[3]);
if ((match = /^(\d{1,2})[.,/\-\s](\d{1,2})(?:[.,/\-\s](\d{2}|\d{4}))?[.,]?$/.exec(typed))) {
return fromParts(+match[1], +match[2], match[3], today, lean);
}
if (/^(\d{1,2}|\d{4}|\d{6}|\d{8})$/.test(typed)) {
if (typed.length <= 2) return nearestMonth(+typed, today, lean);
return fromParts(+typed.slice(0, 2), +typed.slice(2, 4), typed.slice(4), today, lean);
}
const shown = text.trim().slice(0, 40);
throw new DateProblem(`Не схоже на дату: «${shown}». Напишіть 0511, 5.11.2026, +30 або «завтра»`);
}function spoken(said, today, lean) {
if (Object.hasOwn(NAMED, said)) return today + NAMED[said];
const name = said.replace(/['ʼ]/g, "’");
const index = [LONG, SHORT, ACCUSATIVE].map((names) => (name ? names.indexOf(name) : -1)).find((i) => i >= 0);
if (index !== undefined) {
const ahead = (((index - weekdayOf(today) - 1) % 7) + 7) % 7 + 1;
return today + (lean === "past" ? ahead - 7 : ahead);
}
const match = /^(\d{1,2})\s+([а-яіїєґ]{3,})\.?(?:\s+(\d{4}))?(?:\s*р(?:оку|\.)?)?$/.exec(said);
const months = match ? MONTHS_OF.flatMap((month, i) => (month.startsWith(match[2]) ? [i + 1] : [])) : [];
return months.length === 1 ? fromParts(+match[1], months[0], match[3], today, lean) : null;
}function fromParts(day, month, year, today, lean) {
if (!year) return nearestYear(day, month, today, lean);
return checked(year.length === 4 ? +year : century(+year, parts(today)[0]), month, day);
}function century(digits, now) {
const year = Math.floor(now / 100) * 100 + digits;
return year <= now + 20 ? year : year - 100;
}function nearestYear(day, month, today, lean) {
const now = parts(today)[0];
const leap = day === 29 && month === 2;
if (!leap) checked(now, month, day);
const years = leap ? [-4, -3, -2, -1, 0, 1, 2, 3, 4] : [-1, 0, 1];
const fits = years.map((shift) => now + shift).filter((year) => !leap || monthLength(year, 2) === 29);
return choose(fits.map((year) => make(year, month, day)), today, lean);
}function nearestMonth(day, today, lean) {
if (day < 1 || day > 31) throw new DateProblem(`Дня ${day} не буває: у місяці щонайбільше 31 день`);
const [year, month] = parts(today);
const around = [];
for (const shift of [-2, -1, 0, 1, 2]) {
const months = year * 12 + month - 1 + shift;
const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
if (day <= monthLength(y, m)) around.push(make(y, m, day));
}
return choose(around, today, lean);
}function choose(days, today, lean) {
if (lean === "past") return Math.max(...days.filter((day) => day <= today));
if (lean === "future") return Math.min(...days.filter((day) => day >= today));
const far = (day) => Math.abs(day - today) * 2 + (day < today ? 1 : 0);
return days.reduce((best, day) => (far(day) < far(best) ? day : best));
}function checked(year, month, day) {
if (year < 1900 || year > 2199) throw new DateProblem(`Рік ${year} не підходить: приймаємо від 1900 до 2199`);
if (month < 1 || month > 12) throw new DateProblem(`Місяця ${month} не буває: їх 12`);
const length = monthLength(year, month);
if (day < 1 || day > length) {
const days = `${length} ${plural(length, "день", "дні", "днів")}`;
throw new DateProblem(`Дата ${two(day)}.${two(month)}.${year} не існує: у ${MONTHS_IN[month - 1]} ${days}`);
}
return make(year, month, day);
}
function relative(day, today) {
const away = day - today;
const near = { "-1": "учора", 0: "сьогодні", 1: "завтра", 2: "післязавтра" }[away];
const span = `${Math.abs(away)} ${plural(away, "день", "дні", "днів")}`;
return near || (away > 0 ? `через ${span}` : `${span} тому`);
}function today() {
const own = document.documentElement.dataset.today;
if (own) return fromIso(own);
const now = new Date();
return make(now.getFullYear(), now.getMonth() + 1, now.getDate());
}function show(input, rewrite) {
const beside = document.querySelector(`output[for="${input.id}"]`);
if (!beside) return;
beside.textContent = "";
if (!input.value.trim()) return;
let day;
try {
day = parseDate(input.value, today(), input.dataset.date);
} catch (problem) {
if (rewrite) beside.textContent = problem.message;
return;
}
const [year, month, date] = parts(day);
const far = input.dataset.date === "past" && day <= today() ? "" : `, ${relative(day, today())}`;
beside.append(SHORT[weekdayOf(day)] + far);
const off = input.dataset.off?.includes(iso(day)) || (weekdayOf(day) > 4 && !input.dataset.worked?.includes(iso(day)));
if (off) {
const bold = document.createElement("b");
bold.textContent = ", вихідний";
beside.append(bold);
}
if (rewrite) input.value = `${two(date)}.${two(month)}.${year}`;
}if (typeof document !== "undefined") {
document.addEventListener("input", (event) => { if (event.target.matches?.("[data-date]")) show(event.target, false); });
document.addEventListener("change", (event) => { if (event.target.matches?.("[data-date]")) show(event.target, true); });
}
return {DateProblem, weekdayOf, iso, fromIso, plural, parseDate, relative};
})();
$.combobox = (() => {
const {help} = $.keys;
const {send} = $.net;
const {explain} = $.says;const REST_MS = 150;
let waiting = 0;
let asking = null;const part = (input, selector) => input.closest("[data-combo]").querySelector(selector);
const list = (input) => part(input, "[role=listbox]");
const options = (input) => [...list(input).querySelectorAll("[role=option]")];
const active = (input) => list(input).querySelector("[aria-selected=true]");
const isOpen = (input) => input.getAttribute("aria-expanded") === "true";function light(input, option) {
active(input)?.setAttribute("aria-selected", "false");
if (option) {
option.setAttribute("aria-selected", "true");
option.scrollIntoView({ block: "nearest" });
input.setAttribute("aria-activedescendant", option.id);
} else input.removeAttribute("aria-activedescendant");
}function close(input) {
clearTimeout(waiting);
asking?.abort();
list(input).hidden = true;
input.setAttribute("aria-expanded", "false");
input.removeAttribute("aria-activedescendant");
}async function ask(input) {
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
}function set(input, value, text) {
const hidden = part(input, "[data-combo-value]");
const before = hidden.value;
hidden.value = value;
if (text !== undefined) input.value = text;
if (before !== value) hidden.dispatchEvent(new Event("change", { bubbles: true }));
}function make(input, url) {
close(input);
const box = part(input, "[data-combo-new]");
window.htmx.ajax("GET", url, { target: box, swap: "innerHTML" }).then(() => {
box.querySelector("input:not([type=hidden]), select")?.focus();
});
}
function take(input, option) {
if (option.dataset.new) {
make(input, option.dataset.new);
return false;
}
set(input, option.dataset.value, option.dataset.text);
part(input, "[data-combo-new]").textContent = "";
close(input);
return true;
}async function takeNew(input) {
if (!isOpen(input)) await ask(input);
const row = options(input).find((option) => option.dataset.new);
if (row) take(input, row);
}document.addEventListener("input", (event) => {
const input = event.target;
if (!input.matches?.("[role=combobox]") || !input.closest("[data-combo]")) return;
set(input, "");
clearTimeout(waiting);
waiting = setTimeout(() => ask(input), REST_MS);
});
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
}, true);document.addEventListener("pointerdown", (event) => {
const option = event.target.closest?.("[data-combo] [role=option]");
if (!option) return;
event.preventDefault();
take(option.closest("[data-combo]").querySelector("[role=combobox]"), option);
});document.addEventListener("focusout", (event) => {
const input = event.target;
if (!input.matches?.("[data-combo] [role=combobox]")) return;
const said = input.value.trim().toLowerCase();
const same = isOpen(input) && options(input).find((option) => option.dataset.text.toLowerCase() === said);
if (same && !same.dataset.new) take(input, same);
else close(input);
});
document.addEventListener("obih:chosen", (event) => {
const { name, value, text } = event.detail;
const hidden = [...document.querySelectorAll("[data-combo-value]")].find((one) => one.name === name);
if (!hidden) return;
const input = hidden.closest("[data-combo]").querySelector("[role=combobox]");
set(input, value, text);
part(input, "[data-combo-new]").textContent = "";
input.focus();
});help("[data-combo]", [["Enter", "узяти перший зі списку"], ["Alt+N", "новий запис у довіднику"]]);
return {};
})();
$.grid = (() => {
const {help, lettersOff, stroke, typing} = $.keys;const REST_MS = 150;
const WIDE = matchMedia("(min-width: 62rem)");
let resting = 0;
let lastMarked = null;const rowsOf = (grid) => [...grid.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a"));
const linkOf = (row) => row.querySelector("a");
const boxOf = (row) => row.querySelector("input[type=checkbox]");
const current = (grid) => grid.querySelector("tr[aria-current]");function makeCurrent(grid, row) {
for (const other of rowsOf(grid)) {
const own = other === row;
for (const stop of other.querySelectorAll("a, input")) stop.tabIndex = own ? 0 : -1;
if (own) other.setAttribute("aria-current", "true");
else other.removeAttribute("aria-current");
}
}function prepare() {
for (const grid of document.querySelectorAll("[data-grid]")) {
const rows = rowsOf(grid);
const row = current(grid) || rows[0];
for (const other of rows) for (const stop of other.querySelectorAll("a, input")) stop.tabIndex = other === row ? 0 : -1;
count(grid);
}
}function preview(grid, row) {
clearTimeout(resting);
const { preview: target } = grid.dataset;
const { previewUrl } = row.dataset;
if (!target || !previewUrl || !WIDE.matches) return;
resting = setTimeout(() => {
window.htmx.ajax("GET", previewUrl, { target, swap: "innerHTML" }).then(() => {
document.querySelector(target).scrollTop = 0;
});
}, REST_MS);
}function mark(grid, row, on) {
const box = boxOf(row);
if (!box) return;
box.checked = on;
if (on) row.setAttribute("aria-selected", "true");
else row.removeAttribute("aria-selected");
}function count(grid) {
const bar = document.querySelector(grid.dataset.bulk || "[data-bulk]");
if (!bar) return;
const marked = rowsOf(grid).filter((row) => boxOf(row)?.checked);
for (const row of marked) row.setAttribute("aria-selected", "true");
bar.hidden = marked.length === 0;
bar.querySelector("[data-bulk-count]").textContent = marked.length ? `Позначено ${marked.length}` : "";
}function clear(grid) {
for (const row of rowsOf(grid)) mark(grid, row, false);
count(grid);
}document.addEventListener("focusin", (event) => {
const row = event.target.closest?.("[data-grid] tbody tr");
if (!row || !row.querySelector("a")) return;
const grid = row.closest("[data-grid]");
if (current(grid) === row) return;
makeCurrent(grid, row);
preview(grid, row);
});document.addEventListener("change", (event) => {
const row = event.target.closest?.("[data-grid] tbody tr");
if (!row || event.target !== boxOf(row)) return;
const grid = row.closest("[data-grid]");
mark(grid, row, event.target.checked);
count(grid);
});document.addEventListener("click", (event) => {
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
});function changePane(grid) {
const pane = document.querySelector(grid.dataset.preview);
const row = current(grid) || rowsOf(grid)[0];
if (pane?.contains(document.activeElement)) linkOf(row)?.focus();
else pane?.focus();
}document.addEventListener("keydown", (event) => {
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
}, true);document.addEventListener("htmx:afterSettle", prepare);
prepare();
help("[data-grid]", [["J", "наступний рядок"], ["K", "попередній рядок"], ["X", "позначити рядок"],
["Enter", "відкрити"], ["Esc", "зняти позначки"]]);
help("[data-preview]", [["F6", "список або перегляд"]]);
return {};
})();
$.draft = (() => {
const {renewToken, send} = $.net;
const {explain, say, sayLink} = $.says;const REST_MS = 2000;
const AGAIN_MS = 5000;
const OWN = "form[data-draft]";
const states = new WeakMap();function state(form) {
if (!states.has(form)) states.set(form, { timer: 0, dirty: false, sending: false, failed: 0 });
return states.get(form);
}function words(form) {
const kept = new URLSearchParams();
for (const [name, value] of new FormData(form)) {
if (typeof value === "string") kept.append(name, value);
}
return kept;
}function line(form, text) {
const place = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
if (place) place.textContent = text;
}function later(form, wait) {
const own = state(form);
clearTimeout(own.timer);
own.timer = setTimeout(() => keep(form), wait);
}async function keep(form) {
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
}function kept(form, own) {
const now = new Date();
line(form, `Збережено о ${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`);
if (own.failed) {
own.failed = 0;
sayLink(false);
say("");
}
if (own.dirty) later(form, REST_MS);
}for (const name of ["input", "change"]) {
document.addEventListener(name, (event) => {
const form = event.target.form;
if (!form?.matches(OWN) || event.target.type === "file") return;
state(form).dirty = true;
later(form, REST_MS);
});
}
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
return {};
})();
$.focus = (() => {
function takeErrors(root) {
const problems = root.querySelector?.("[data-takes-focus]");
const wrong = problems || root.querySelector?.("[aria-invalid=true]");
if (wrong) wrong.focus();
return Boolean(wrong);
}let before = null;document.addEventListener("htmx:beforeSwap", () => {
before = document.activeElement?.id || null;
});
document.addEventListener("htmx:afterSettle", (event) => {
const target = event.detail.elt;
if (!target?.querySelector || target.id === "says") return;
if (takeErrors(target)) return;
const held = document.activeElement;
if (held && held !== document.body) return;
const same = before && document.getElementById(before);
const next = same || target.querySelector("[autofocus]") || target.querySelector("h1, h2, h3");
if (!next) return;
if (next.tabIndex < 0 && !next.hasAttribute("tabindex")) next.tabIndex = -1;
next.focus();
});takeErrors(document);
return {};
})();
$.session = (() => {
const {send} = $.net;
const {explain} = $.says;const WARN_S = 600;
const region = document.getElementById("session-end");
let endsAt = 0;
let timer = 0;
let before = null;function arm(left) {
endsAt = Date.now() + left * 1000;
clearTimeout(timer);
timer = setTimeout(look, Math.max(left - WARN_S, 1) * 1000);
}
async function look() {
if (Date.now() < endsAt - WARN_S * 1000) return arm((endsAt - Date.now()) / 1000);
const answer = await send(region.dataset.url);
if (answer.status === 401) {
region.textContent = "";
return explain(answer);
}
const left = answer.ok ? Number(await answer.text()) : (endsAt - Date.now()) / 1000;
if (left > WARN_S) {
region.textContent = "";
return arm(left);
}
endsAt = Date.now() + left * 1000;
show();
clearTimeout(timer);
timer = setTimeout(look, Math.max(left + 2, 30) * 1000);
}function show() {
if (region.querySelector("button")) return;
const end = new Date(endsAt);
before = document.activeElement;
region.replaceChildren(document.getElementById("session-note").content.cloneNode(true));
region.querySelector("time").textContent = `${end.getHours()}:${String(end.getMinutes()).padStart(2, "0")}`;
window.htmx.process(region);
}if (region) {
arm(Number(region.dataset.left));
document.addEventListener("visibilitychange", () => {
if (!document.hidden && Date.now() > endsAt - WARN_S * 1000) look();
});
document.addEventListener("obih:session", (event) => {
arm(event.detail.left);
if (region.contains(document.activeElement)) before?.focus?.({ preventScroll: true });
setTimeout(() => region.querySelector("button") || (region.textContent = ""), 8000);
});
}
return {};
})();
