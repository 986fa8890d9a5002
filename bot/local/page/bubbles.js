// Messages as elements. Text only ever becomes text nodes.

import { pollParts } from "./polls.js";

const TAGS = { bold: "b", italic: "i", strike: "s", underline: "u" };
const COMMAND = /(^|\s)(\/[a-z_]+)/g;

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// The article of one message; `look` has language, zone, labels, the bot's name, in the group also who acts.
export function bubble(message, look) {
  const article = make("article", isMine(message, look) ? "message mine" : "message others");
  article.dataset.id = message.id;
  article.tabIndex = -1;
  fill(article, message, look);
  return article;
}

// Put a message's present content into its article, keeping the focus where it makes sense.
export function fill(article, message, look) {
  const held = article.contains(document.activeElement) ? document.activeElement : null;
  const time = make("time", "at", clockTime(message.at, look));
  time.dateTime = new Date(message.at).toISOString();
  const parts = message.poll ? pollParts(message.poll, look) : message.blocks.map((block) => paragraph(block, message.out));
  const body = make("div", "bubble", ...author(message, look), ...parts, time);
  article.setAttribute("aria-label", `${nameOf(message, look)}, ${time.textContent}`);
  article.classList.toggle("with-buttons", message.rows.length > 0 || Boolean(message.poll));
  article.replaceChildren(body, ...message.rows.map(buttonRow));
  if (held) refocus(article, held);
}

const isMine = (message, look) => !message.out && (message.by === null || message.by === look.actor);

function nameOf(message, look) {
  if (message.out) return look.bot;
  return isMine(message, look) ? look.labels.you : look.names.get(message.by);
}

// In a group it is said who speaks.
function author(message, look) {
  if (!look.isGroup || isMine(message, look)) return [];
  return [make("p", "author", nameOf(message, look))];
}

// Where the focus goes when what had it was drawn anew: the same button, else the message.
export function refocus(article, held) {
  const buttons = [...(article?.querySelectorAll("button[data-data]") ?? [])];
  const again = buttons.find((button) => button.dataset.data === held.dataset.data);
  (again ?? article)?.focus({ preventScroll: true });
}

function paragraph(block, byBot) {
  const element = make(block.quoted ? "blockquote" : "p");
  for (const [text, style] of block.spans) {
    const words = byBot ? withCommands(text) : [text];
    element.append(...(TAGS[style] ? [make(TAGS[style], "", ...words)] : words));
  }
  return element;
}

// Commands in the bot's words can be pressed, as on Telegram.
function withCommands(text) {
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(COMMAND)) {
    const start = found.index + found[1].length;
    const command = make("button", "command", found[2]);
    command.type = "button";
    command.dataset.say = found[2];
    parts.push(text.slice(done, start), command);
    done = start + found[2].length;
  }
  return [...parts, text.slice(done)];
}

function buttonRow(buttons) {
  return make("div", "row", ...buttons.map(inlineButton));
}

function inlineButton({ label, data, tone, keys, start }) {
  const button = make("button", `inline ${tone}`, make("span", "", label));
  button.type = "button";
  if (start) button.dataset.start = start;
  else button.dataset.data = data;
  if (keys.length) {
    button.dataset.keys = keys.join(" ");
    const hint = make("kbd", "keyboard-only", keys.join(" · "));
    hint.setAttribute("aria-hidden", "true");
    button.append(hint);
  }
  return button;
}

// The shortcuts belong to one message at a time.
export function offerKeys(messages, id) {
  for (const article of messages.querySelectorAll(".question")) offer(article, false);
  const newest = messages.querySelector(`[data-id="${id}"]`);
  if (newest) offer(newest, true);
}

function offer(article, on) {
  article.classList.toggle("question", on);
  for (const button of article.querySelectorAll("[data-keys]")) {
    if (on) button.setAttribute("aria-keyshortcuts", button.dataset.keys);
    else button.removeAttribute("aria-keyshortcuts");
  }
}

export function daySeparator(text) {
  return make("p", "day", make("span", "", text));
}

export function clockTime(at, look) {
  return format(at, look, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function day(at, look) {
  return format(at, look, { weekday: "long", day: "numeric", month: "long" });
}

export function shortDate(at, look) {
  return format(at, look, { weekday: "short", day: "numeric", month: "short" });
}

const formats = new Map();

function format(at, { language, zone }, options) {
  const key = JSON.stringify([language, zone, options]);
  if (!formats.has(key)) formats.set(key, formatter(language, zone, options));
  return formats.get(key).format(at);
}

function formatter(language, zone, options) {
  try {
    return new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(language, options); // a zone this browser does not know: its own
  }
}
