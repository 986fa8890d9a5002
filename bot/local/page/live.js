// The WebSocket: frames both ways, opened again whenever it closes.

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 5000;
const PATIENCE = 700; // a hiccup shorter than this is not worth a word

export class Live {
  constructor(onFrame, onState) {
    this.onFrame = onFrame;
    this.onState = onState;
    this.pause = FIRST_PAUSE;
    this.open();
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/live`);
    this.socket.addEventListener("open", () => {
      this.pause = FIRST_PAUSE;
      clearTimeout(this.worry);
      this.worry = null;
      this.onState(true);
    });
    this.socket.addEventListener("message", (event) => this.onFrame(JSON.parse(event.data)));
    this.socket.addEventListener("close", () => {
      this.worry ??= setTimeout(() => this.onState(false), PATIENCE);
      setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    });
  }

  // Whether the frame could be handed over.
  send(frame) {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }
}
