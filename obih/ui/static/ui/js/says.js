// What the page says when something did not work: one region for refusals, one for the link.
import { renewToken } from "./net.js";

const OFFLINE = ["Немає зв’язку.", "Введене лишається на цій сторінці, не закривайте її."];
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

/** A bar in the region `id`: the fact in bold, then what to do. An empty fact clears the region. */
export function say(fact, rest = "", kind = "late", id = "says") {
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
}

export function sayLink(down, rest = OFFLINE[1]) {
  say(down ? OFFLINE[0] : "", rest, "offline", "link-state");
}

/** Explain an answer that was no success. A fragment from the server has the better words. */
export async function explain(answer) {
  if (answer.status === 0) return sayLink(true);
  if (answer.status === 401) signedOut = true;
  const html = answer.headers?.get("HX-Retarget") === "#says" ? await answer.text() : "";
  if (html) document.getElementById("says").innerHTML = html;
  else say(...(SENTENCES[answer.status] || SENTENCES[500]));
}

/** No link at all. A server on this very computer answers without any network. */
export function linkDown() {
  return !navigator.onLine && !/^(localhost|127\.|\[::1)/.test(location.hostname);
}

const check = () => sayLink(linkDown());

addEventListener("offline", check);
addEventListener("online", check);
check();

/** Signed in again, in this tab or in another: the page’s forms get the new token and the page says so. */
async function welcomeBack() {
  if (!(await renewToken())) return;
  signedOut = false;
  say("Ви знову ввійшли.", "Надішліть введене ще раз.", "done");
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && signedOut) welcomeBack();
});

document.addEventListener("htmx:beforeSwap", (event) => {
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
  // A remark fetched in the background must not wipe good news before it is read.
  if (signedOut) welcomeBack();
  else if (requestConfig.verb !== "get" || !document.querySelector("#says [data-kind=done]")) say("");
});
