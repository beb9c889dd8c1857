import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CatalogedError, errorCatalogue } from '../errors.js';
import type { Mask } from './format-error.js';

export interface HttpErrorOptions {
  mask: Mask;
  /** The limit that a body was refused by. */
  maxBodyBytes: number;
}

const codes: Record<number, string> = {
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** What helps more than the framework's own words. */
const wordings = (maxBodyBytes: number): Record<number, string> => ({
  413: `The body is larger than ${maxBodyBytes} bytes; send less at once (MAX_BODY_BYTES on the server)`,
  415: 'Content-Type must be application/json',
});

interface Problem {
  status: number;
  code: string;
  message: string;
  errorId?: string;
}

/**
 * Answers what goes wrong outside GraphQL with JSON: `{code, message}`, and at `/graphql` the same as a GraphQL
 * error, which is what its clients read.
 */
export function handleHttpErrors(server: FastifyInstance, options: HttpErrorOptions): void {
  server.setErrorHandler<FastifyError>((error, request, reply) =>
    answer(request, reply, problemOf(error, options)),
  );
  server.setNotFoundHandler((request, reply) =>
    answer(request, reply, {
      status: 404,
      code: 'NOT_FOUND',
      message: 'There is nothing here: the API is at /graphql, and / shows it in a browser',
    }),
  );
}

function answer(request: FastifyRequest, reply: FastifyReply, { status, ...problem }: Problem): FastifyReply {
  const { message, ...extensions } = problem;
  const isGraphql = request.routeOptions.url === '/graphql';
  return reply.code(status).send(isGraphql ? { errors: [{ message, extensions }] } : problem);
}

function problemOf(error: FastifyError, { mask, maxBodyBytes }: HttpErrorOptions): Problem {
  if (error instanceof CatalogedError) {
    return { status: error.httpStatus, code: error.code, message: error.message };
  }
  const { statusCode: status = 500 } = error;
  if (status < 500) {
    const message = wordings(maxBodyBytes)[status] ?? error.message;
    return { status, code: codes[status] ?? 'BAD_REQUEST', message };
  }
  const masked = mask(error);
  return { status: errorCatalogue[masked.code], ...masked };
}
