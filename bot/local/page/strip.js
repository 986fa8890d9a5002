// The clock strip: the chat's date and time, and the buttons that move it on.

import { clockTime, shortDate } from "./bubbles.js";

export class Strip {
  constructor(jump) {
    this.hour = document.getElementById("hour");
    this.date = document.getElementById("date");
    this.buttons = document.querySelectorAll("[data-by]");
    this.ahead = 0; // the chat's clock minus this page's monotonic one, ms
    this.look = null;
    for (const button of this.buttons) {
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true" && jump(button.dataset.by)) this.busy(true);
      });
    }
    setInterval(() => this.show(this.look), 1000);
  }

  get now() {
    return this.ahead + performance.now();
  }

  set(now) {
    this.ahead = now - performance.now();
    this.show(this.look);
  }

  show(look) {
    this.look = look;
    if (!look) return;
    write(this.hour, clockTime(this.now, look));
    write(this.date, shortDate(this.now, look));
  }

  // Not `disabled`: the button pressed keeps the focus.
  busy(moving) {
    for (const button of this.buttons) button.setAttribute("aria-disabled", String(moving));
  }
}

function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
