import { connect } from 'node:net';
import { createHistogram, performance, type RecordableHistogram } from 'node:perf_hooks';

/** One HTTP request and the test that its answer must pass. */
export interface Question {
  request: Buffer;
  accepts(body: Buffer): boolean;
}

export interface Load {
  port: number;
  /** How many connections ask, each one question at a time. */
  connections: number;
  seconds: number;
  /** Makes the next question; cheap, for it is called for every request. */
  ask(): Question;
}

/** What a load did. Answers that came after its time are checked and counted, but are not part of the speed. */
export interface Measurement {
  answers: number;
  requestsPerSecond: number;
  /** Milliseconds from sending a request to having the whole answer. */
  p50: number;
  p99: number;
  /** Answers other than 200, or that their question does not accept. */
  wrong: number;
  /** The beginning of the first wrong answer. */
  firstWrong?: string;
  /** How much of a processor core this client took: at 1 it is what limits. */
  clientCores: number;
}

interface Answer {
  status: number;
  body: Buffer;
}

/**
 * Asks as fast as answers come, for a time, and checks each answer by its bytes.
 *
 * Not autocannon: it decodes every chunk by itself, which spoils characters that are split between two, so it
 * cannot compare bytes; and it counts whole milliseconds. It also takes a third more of the processor that it
 * shares with the server.
 */
export async function measureLoad({ port, connections, seconds, ask }: Load): Promise<Measurement> {
  const latencies = createHistogram();
  const tally: Tally = { answers: 0, wrong: 0, latencies, end: performance.now() + seconds * 1_000 };
  const before = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, () => askUntilEnd(port, ask, tally)));
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return {
    answers: tally.answers,
    requestsPerSecond: latencies.count / seconds,
    p50: latencies.percentile(50) / 1e6,
    p99: latencies.percentile(99) / 1e6,
    wrong: tally.wrong,
    ...(tally.firstWrong === undefined ? {} : { firstWrong: tally.firstWrong }),
    clientCores: (user + system) / 1_000 / elapsed,
  };
}

interface Tally {
  answers: number;
  wrong: number;
  firstWrong?: string;
  latencies: RecordableHistogram;
  end: number;
}

function askUntilEnd(port: number, ask: () => Question, tally: Tally): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let question = ask();
    let sentAt = performance.now();
    const send = () => {
      sentAt = performance.now();
      socket.write(question.request);
    };
    const read = answerReader(({ status, body }) => {
      const now = performance.now();
      tally.answers += 1;
      if (now <= tally.end) tally.latencies.record(Math.max(1, Math.round((now - sentAt) * 1e6)));
      if (status !== 200 || !question.accepts(body)) {
        tally.wrong += 1;
        tally.firstWrong ??= `${status} ${body.toString('utf8', 0, 300)}`;
      }
      if (now >= tally.end) {
        socket.end();
        resolve();
        return;
      }
      question = ask();
      send();
    });
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection that was in use')));
  });
}

/** Puts chunks together to answers, which must state their length, and of which one at a time is under way. */
function answerReader(onAnswer: (answer: Answer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let received = 0;
  let head: { status: number; bodyStart: number; end: number } | undefined;
  return (chunk) => {
    chunks.push(chunk);
    received += chunk.length;
    if (!head) {
      chunks = [Buffer.concat(chunks)];
      head = readHead(chunks[0] as Buffer);
    }
    if (!head || received < head.end) return;
    const { status, bodyStart, end } = head;
    const answer = { status, body: Buffer.concat(chunks).subarray(bodyStart, end) };
    [chunks, received, head] = [[], 0, undefined];
    onAnswer(answer);
  };
}

function readHead(bytes: Buffer): { status: number; bodyStart: number; end: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const text = bytes.toString('latin1', 0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error(`the answer does not state its length: ${text}`);
  const bodyStart = headEnd + 4;
  return { status: Number(text.slice(9, 12)), bodyStart, end: bodyStart + Number(length) };
}
