import { AbstractLogger, type LogLevel, type LogMessage } from 'typeorm';

/** Is told of every statement that is sent to the database. */
export type OnStatement = (text: string, parameters: readonly unknown[]) => void;

/** Hands every statement to a function; failures are reported where they are thrown. */
export class StatementLogger extends AbstractLogger {
  constructor(private readonly onStatement: OnStatement) {
    super('all');
  }

  override logQuery(text: string, parameters?: unknown[]): void {
    this.onStatement(text, parameters ?? []);
  }

  protected override writeLog(_level: LogLevel, _message: LogMessage | LogMessage[]): void {}
}
