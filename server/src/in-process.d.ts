/** How pages that the server renders reach the API without a socket. */
declare global {
  var longtable: { fetch(request: Request): Response | Promise<Response> } | undefined;
}

export {};
