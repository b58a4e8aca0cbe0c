// SPDX-License-Identifier: Apache-2.0
// Server-sent events, read by fetch, since EventSource sends no token and tells no status.

import { open } from "./server.js";

const AGAIN_MILLIS = 2000;

/** Splits a stream of bytes into events: {name, data}. */
export class EventParser {
  constructor(told) {
    this.told = told;
    this.rest = "";
  }

  feed(text) {
    this.rest += text;
    let end;
    while ((end = this.rest.indexOf("\n\n")) >= 0) {
      this.event(this.rest.slice(0, end));
      this.rest = this.rest.slice(end + 2);
    }
  }

  event(block) {
    let name = "message";
    let data = "";
    for (const line of block.split("\n")) {
      if (line.startsWith("event: ")) {
        name = line.slice(7);
      } else if (line.startsWith("data: ")) {
        data += line.slice(6);
      }
    }
    if (data) {
      this.told(name, JSON.parse(data));
    }
  }
}

/** Follows a stream until it is stopped, again and again. Calls {event(name, data), state(state, failure)}. */
export class Stream {
  constructor(path, calls) {
    this.path = path;
    this.calls = calls;
    this.stopped = new AbortController();
  }

  start() {
    this.follow();
    return this;
  }

  stop() {
    this.stopped.abort();
  }

  async follow() {
    while (!this.stopped.signal.aborted) {
      try {
        await this.read();
        this.lost();
      } catch (failure) {
        this.lost(failure);
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
    }
  }

  lost(failure) {
    if (!this.stopped.signal.aborted) {
      this.calls.state("lost", failure);
    }
  }

  async read() {
    const body = await open(this.path, this.stopped.signal);
    this.calls.state("live");
    const parser = new EventParser((name, data) => this.calls.event(name, data));
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parser.feed(decoder.decode(part.value, { stream: true }));
    }
  }
}
