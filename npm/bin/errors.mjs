// The program's own errors, and the exit codes.

export const EXIT = { done: 0, failed: 1, wrongArguments: 2, returned: 3, unknown: 4, interrupted: 130 };

/** An argument that cannot be used. Nothing was sent. */
export class WrongArgument extends Error {
  constructor(argument, allowed) {
    super(`${argument}: ${allowed}`);
  }
}

/** A failure for which there is no better exit code. */
export class Failed extends Error {
  constructor(message, exitCode = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Returns the exit code for how an order ended, or for where it is if nothing more is known of it. */
export const exitCodeOf = ({ state, money, code }) => {
  if (code || ["code_received", "sent", "delivered", "credited", "charged"].includes(state)) return EXIT.done;
  if (money === "returned") return EXIT.returned;
  return money === "untouched" ? EXIT.failed : EXIT.unknown;
};
