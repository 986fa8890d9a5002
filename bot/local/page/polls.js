// A quiz as Telegram draws it: options to choose from until one has chosen or it is closed, then what was chosen.

import { make } from "./bubbles.js";

// `look` also has the person who acts (`actor`), the names by id and the chat's time (`now`).
export function pollParts(poll, look) {
  const head = make("p", "poll-kind", make("b", "", look.labels.quiz), ...ending(poll, look));
  const question = make("p", "poll-question", poll.question);
  const choosing = takesVote(poll, look);
  const options = poll.options.map((words, place) => (choosing ? choice(words, place) : outcome(poll, place, look)));
  const parts = [head, question, make("div", "options", ...options), make("p", "poll-votes", voters(poll, look))];
  if (!choosing) parts.push(make("p", "poll-why", "💡 ", poll.explanation));
  return parts;
}

// Whether who acts can still choose.
export function takesVote(poll, look) {
  return isOpen(poll, look) && poll.votes[look.actor] === undefined;
}

export function isOpen(poll, look) {
  return !poll.stopped && (poll.closes === null || look.now < poll.closes);
}

export function timeLeft(poll, look) {
  const seconds = Math.max(0, Math.ceil((poll.closes - look.now) / 1000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return look.labels.closes.replace("{time}", time);
}

function ending(poll, look) {
  if (!isOpen(poll, look)) return [` · ${look.labels.final}`];
  if (poll.closes === null) return [];
  const left = make("span", "poll-left", timeLeft(poll, look));
  left.setAttribute("aria-live", "off"); // a second less is not news
  return [" · ", left];
}

function choice(words, place) {
  const keys = `${place + 1} ${words.slice(0, 1).toUpperCase()}`;
  const hint = make("kbd", "keyboard-only", keys.replace(" ", " · "));
  hint.setAttribute("aria-hidden", "true");
  const button = make("button", "option", make("i"), make("span", "", words), hint);
  button.type = "button";
  button.dataset.vote = place;
  button.dataset.keys = keys;
  return button;
}

function outcome(poll, place, look) {
  const votes = Object.values(poll.votes);
  const share = votes.length ? Math.round((100 * votes.filter((option) => option === place).length) / votes.length) : 0;
  const right = place === poll.correct;
  const chosen = poll.votes[look.actor] === place;
  const bar = make("i");
  bar.style.width = `${share}%`;
  const mark = right ? "✓" : chosen ? "✗" : "";
  const row = make(
    "div",
    `outcome ${right ? "right" : chosen ? "wrong" : "other"}`,
    make("b", "", `${share} %`),
    make("span", "", make("span", "", poll.options[place]), make("span", "mark", mark)),
    make("span", "meter", bar),
  );
  const said = [poll.options[place], `${share} %`];
  if (chosen) said.push(look.labels.chosen);
  if (right) said.push(look.labels.right_one);
  row.setAttribute("role", "img");
  row.setAttribute("aria-label", said.join(", "));
  return row;
}

function voters(poll, look) {
  const names = Object.keys(poll.votes).map((id) => look.names.get(Number(id)) ?? "?");
  return names.length ? `${look.labels.answered} ${names.join(", ")}` : look.labels.nobody;
}
