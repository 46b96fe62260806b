// Dates as a clerk types them: the grammar of obih/ui/dates.py, held to the same table of examples.
import { toCyrillic } from "./layout.js";

const DAY = 86400000;
const MONTHS_OF = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(" ");
const MONTHS_IN = "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні".split(" ");
const SHORT = ["пн", "вт", "ср", "чт", "пт", "сб", "нд"];
const LONG = ["понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"];
const ACCUSATIVE = ["", "", "середу", "", "п’ятницю", "суботу", "неділю"];
const NAMED = { позавчора: -2, вчора: -1, учора: -1, сьогодні: 0, завтра: 1, післязавтра: 2 };

export class DateProblem extends Error {}

// A day is a whole number: days since 1970, far from time zones.
const make = (year, month, day) => Date.UTC(year, month - 1, day) / DAY;
const parts = (day) => {
  const date = new Date(day * DAY);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
};
const monthLength = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
export const weekdayOf = (day) => (((day + 3) % 7) + 7) % 7;
const two = (number) => String(number).padStart(2, "0");

export function iso(day) {
  const [year, month, date] = parts(day);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}`;
}
export const fromIso = (text) => make(...text.split("-").map(Number));

export function plural(count, one, few, many) {
  const tens = Math.abs(count) % 100;
  const ones = tens % 10;
  if (ones === 1 && tens !== 11) return one;
  return ones >= 2 && ones <= 4 && !(tens >= 12 && tens <= 14) ? few : many;
}

/** The day meant by the text, as a day number; throws DateProblem with a sentence. */
export function parseDate(text, today, lean = "near") {
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
}

function spoken(said, today, lean) {
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
}

function fromParts(day, month, year, today, lean) {
  if (!year) return nearestYear(day, month, today, lean);
  return checked(year.length === 4 ? +year : century(+year, parts(today)[0]), month, day);
}

function century(digits, now) {
  const year = Math.floor(now / 100) * 100 + digits;
  return year <= now + 20 ? year : year - 100;
}

function nearestYear(day, month, today, lean) {
  const now = parts(today)[0];
  const leap = day === 29 && month === 2;
  if (!leap) checked(now, month, day);
  const years = leap ? [-4, -3, -2, -1, 0, 1, 2, 3, 4] : [-1, 0, 1];
  const fits = years.map((shift) => now + shift).filter((year) => !leap || monthLength(year, 2) === 29);
  return choose(fits.map((year) => make(year, month, day)), today, lean);
}

function nearestMonth(day, today, lean) {
  if (day < 1 || day > 31) throw new DateProblem(`Дня ${day} не буває: у місяці щонайбільше 31 день`);
  const [year, month] = parts(today);
  const around = [];
  for (const shift of [-2, -1, 0, 1, 2]) {
    const months = year * 12 + month - 1 + shift;
    const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
    if (day <= monthLength(y, m)) around.push(make(y, m, day));
  }
  return choose(around, today, lean);
}

function choose(days, today, lean) {
  if (lean === "past") return Math.max(...days.filter((day) => day <= today));
  if (lean === "future") return Math.min(...days.filter((day) => day >= today));
  const far = (day) => Math.abs(day - today) * 2 + (day < today ? 1 : 0);
  return days.reduce((best, day) => (far(day) < far(best) ? day : best));
}

function checked(year, month, day) {
  if (year < 1900 || year > 2199) throw new DateProblem(`Рік ${year} не підходить: приймаємо від 1900 до 2199`);
  if (month < 1 || month > 12) throw new DateProblem(`Місяця ${month} не буває: їх 12`);
  const length = monthLength(year, month);
  if (day < 1 || day > length) {
    const days = `${length} ${plural(length, "день", "дні", "днів")}`;
    throw new DateProblem(`Дата ${two(day)}.${two(month)}.${year} не існує: у ${MONTHS_IN[month - 1]} ${days}`);
  }
  return make(year, month, day);
}

/** «5 днів тому», «завтра»: how far the day is. */
export function relative(day, today) {
  const away = day - today;
  const near = { "-1": "учора", 0: "сьогодні", 1: "завтра", 2: "післязавтра" }[away];
  const span = `${Math.abs(away)} ${plural(away, "день", "дні", "днів")}`;
  return near || (away > 0 ? `через ${span}` : `${span} тому`);
}

function today() {
  const own = document.documentElement.dataset.today;
  if (own) return fromIso(own);
  const now = new Date();
  return make(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

function show(input, rewrite) {
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
}

if (typeof document !== "undefined") {
  document.addEventListener("input", (event) => { if (event.target.matches?.("[data-date]")) show(event.target, false); });
  document.addEventListener("change", (event) => { if (event.target.matches?.("[data-date]")) show(event.target, true); });
}
