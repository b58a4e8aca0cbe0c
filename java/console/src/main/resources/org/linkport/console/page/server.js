// SPDX-License-Identifier: Apache-2.0
// Asks the server. The token stays in this tab and is sent as a header, so no other page can make use of it.

const KEY = "linkport.token";

let token = sessionStorage.getItem(KEY) ?? "";
const watchers = new Set();

export const hasToken = () => token !== "";

export function onToken(watcher) {
  watchers.add(watcher);
}

export function setToken(value) {
  token = value;
  if (value) {
    sessionStorage.setItem(KEY, value);
  } else {
    sessionStorage.removeItem(KEY);
  }
  watchers.forEach((watcher) => watcher());
}

/** Takes the token of the address, which then shows it no more. */
export function takeTokenOfAddress() {
  const match = /^#token=([A-Za-z0-9._~-]+)$/.exec(location.hash);
  if (match) {
    setToken(match[1]);
    history.replaceState(null, "", "#/overview");
  }
}

function headers() {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** An answer that is none: {status, message}. */
async function failure(response) {
  const failed = new Error((await response.text()).trim());
  failed.status = response.status;
  return failed;
}

export async function get(path, signal) {
  const response = await fetch(path, { headers: headers(), signal, cache: "no-store" });
  if (!response.ok) {
    throw await failure(response);
  }
  return response.json();
}

export async function post(path, body = "") {
  const response = await fetch(path, { method: "POST", headers: headers(), body, cache: "no-store" });
  if (!response.ok) {
    throw await failure(response);
  }
  return response.json();
}

/** The body of a stream. */
export async function open(path, signal) {
  const response = await fetch(path, { headers: headers(), signal, cache: "no-store" });
  if (!response.ok) {
    throw await failure(response);
  }
  return response.body;
}

/** Whether the server takes that token. */
export async function isToken(value) {
  const response = await fetch("api/token", { method: "POST", headers: { Authorization: `Bearer ${value}` } });
  return response.ok;
}
