// SPDX-License-Identifier: Apache-2.0
// The last 15 minutes as the server has kept them, and what has come since.

const SAMPLES = 900;

class Columns {
  constructor() {
    this.clear();
    this.watchers = new Set();
    this.about = null;
  }

  clear() {
    this.time = [];
    this.series = {};
    this.closes = {};
    this.busy = [];
    this.links = [];
    this.callbacks = [];
    this.last = null;
  }

  watch(watcher) {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  changed() {
    this.watchers.forEach((watcher) => watcher());
  }

  take(name, data) {
    if (name === "about") {
      this.about = data;
    } else if (name === "history") {
      this.whole(data);
    } else if (name === "sample") {
      this.one(data);
    }
    this.changed();
  }

  whole(data) {
    this.time = data.time;
    this.series = data.series;
    this.closes = data.closes;
    this.busy = data.workers.busy;
    this.links = data.workers.links;
    this.callbacks = data.workers.callbackMicros;
  }

  one(sample) {
    this.last = sample;
    if (sample.time <= (this.time.at(-1) ?? 0)) {
      return; // it was in the history already
    }
    const before = this.time.length;
    push(this.time, sample.time);
    for (const [key, value] of Object.entries(sample.series)) {
      push((this.series[key] ??= new Array(before).fill(0)), value);
    }
    this.close(sample.closes, before);
    sample.workers.forEach((worker, i) => {
      push((this.busy[i] ??= new Array(before).fill(0)), worker.busy);
      push((this.links[i] ??= new Array(before).fill(0)), worker.links);
      push((this.callbacks[i] ??= new Array(before).fill(0)), worker.callbackMicros);
    });
  }

  close(closes, before) {
    for (const reason of Object.keys(closes)) {
      this.closes[reason] ??= new Array(before).fill(0);
    }
    for (const [reason, column] of Object.entries(this.closes)) {
      push(column, closes[reason] ?? 0);
    }
  }

  /** Events for each step, which no counter tells by itself. */
  eventsPerStep() {
    const { events = [], steps = [] } = this.series;
    return events.map((value, i) => (steps[i] > 0 ? value / steps[i] : 0));
  }

  busyMean() {
    return this.time.map((unused, i) => this.busy.reduce((sum, column) => sum + column[i], 0) / (this.busy.length || 1));
  }

  busyMost() {
    return this.time.map((unused, i) => this.busy.reduce((most, column) => Math.max(most, column[i]), 0));
  }
}

function push(column, value) {
  column.push(value);
  if (column.length > SAMPLES) {
    column.shift();
  }
}

export const columns = new Columns();
