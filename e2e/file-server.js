// A server of files and of nothing else, as static hosts are.

import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with the built app. */
export const APP = process.env.SATLINE_APP ?? fileURLToPath(new URL("../dist", import.meta.url));

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/**
 * Serves a folder under a path, such as `/some/where/`. An address that it does not have gets `404.html`, or the
 * file that `instead` names, with the status 200. `pages` are served too, by their paths; `elsewhere` is where
 * addresses outside the folder lead. Returns the folder's address and what stops the server.
 */
export async function serveFiles({ folder = APP, path = "/", instead, pages = {}, elsewhere, port = 0 } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const send = async (status, file) => {
      const text = await readFile(join(folder, file));
      response.writeHead(status, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(text);
    };
    if (Object.hasOwn(pages, pathname)) return response.writeHead(200, { "content-type": TYPES[".html"] }).end(pages[pathname]);
    if (elsewhere && !pathname.startsWith(path)) return response.writeHead(302, { location: elsewhere + pathname }).end();
    const inside = normalize(pathname.slice(path.length));
    const found = pathname.startsWith(path) ? await stat(join(folder, inside)).catch(() => null) : null;
    if (found?.isDirectory() && !pathname.endsWith("/")) response.writeHead(301, { location: `${pathname}/` }).end();
    else if (found) await send(200, found.isDirectory() ? join(inside, "index.html") : inside);
    else await send(instead ? 200 : 404, instead ?? "404.html");
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { address: `http://127.0.0.1:${server.address().port}${path}`, stop };
}

// `node file-server.js PORT FOLDER`, until it is ended.
if (import.meta.filename === process.argv[1]) {
  const [, , port, folder] = process.argv;
  const { address } = await serveFiles({ port: Number(port), folder });
  console.log(`Serving ${folder} on ${address}`);
}
