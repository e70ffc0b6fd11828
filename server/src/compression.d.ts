/** The part of `compression` that we use; its published types bring Express along. */
declare module 'compression' {
  import type http from 'node:http';

  export default function compression(): (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    next: () => void,
  ) => void;
}
