// SPDX-License-Identifier: Apache-2.0
// Numbers, sizes and times as people read them.

import { language } from "./text.js";

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const COUNT_UNITS = ["", "k", "M", "G", "T"];

function scaled(value, step, units) {
  let unit = 0;
  let left = Math.abs(value);
  while (left >= step && unit < units.length - 1) {
    left /= step;
    unit++;
  }
  const digits = Number.isInteger(left) || left >= 100 ? 0 : left >= 10 ? 1 : 2;
  return { text: (value < 0 ? "-" : "") + left.toFixed(digits), unit: units[unit] };
}

export function bytes(value) {
  const { text, unit } = scaled(value, 1024, BYTE_UNITS);
  return `${text} ${unit}`;
}

export function bytesPerSecond(value) {
  return `${bytes(value)}/s`;
}

/** 12,345 in full. */
export function whole(value) {
  return Math.round(value).toLocaleString(language());
}

/** 12.3 k. */
export function count(value) {
  if (Math.abs(value) < 1000 && Number.isInteger(value)) {
    return String(value);
  }
  const { text, unit } = scaled(value, 1000, COUNT_UNITS);
  return unit ? `${text} ${unit}` : text;
}

export function perSecond(value) {
  return `${count(value)}/s`;
}

export function percent(share) {
  return `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}

export function millis(value) {
  if (value < 1000) {
    return `${value} ms`;
  }
  const seconds = Math.floor(value / 1000);
  if (seconds < 60) {
    return `${(value / 1000).toFixed(1)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${seconds % 60} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function micros(value) {
  if (value < 1000) {
    return `${value} µs`;
  }
  return value < 10_000_000 ? `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} ms` : `${(value / 1e6).toFixed(1)} s`;
}

const pad = (value, width = 2) => String(value).padStart(width, "0");

export function clock(timeMillis) {
  const time = new Date(timeMillis);
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
}

export function clockMillis(timeMillis) {
  return `${clock(timeMillis)}.${pad(new Date(timeMillis).getMilliseconds(), 3)}`;
}

export function dateTime(timeMillis) {
  const time = new Date(timeMillis);
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ${clock(timeMillis)}`;
}
