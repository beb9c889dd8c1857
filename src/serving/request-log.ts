import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/** Logs one line a request, once it is answered; neither address, user agent nor query string is in it. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    { method, url, log }: FastifyRequest,
    { statusCode: status, elapsedTime }: FastifyReply,
  ): void {
    const line = { method, path: url.split('?', 1)[0], status, milliseconds: Math.round(elapsedTime) };
    if (error) log.error({ ...line, err: error }, 'request failed');
    else log.info(line, 'request');
  }
}
