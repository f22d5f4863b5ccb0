import { styleText } from "node:util"
import type { DestinationStream } from "pino"

const colors = { trace: "gray", debug: "gray", info: "green", warn: "yellow", error: "red", fatal: "red" } as const

/** Turns the log's JSON lines into lines for a person at a terminal: `20:51:07 200 GET /health 1.2 ms …`. */
export function terminalLog(out: { write(text: string): unknown }, color: boolean): DestinationStream {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text
  return {
    write(line: string) {
      const { level, time, msg, err, ...fields } = JSON.parse(line) as Line // written by pino
      const at = paint("dim", time.slice(11, 19))
      if (msg === "request") {
        const { method, path, status, duration_ms, operation = "", request_id } = fields
        const style = Number(status) >= 500 ? "red" : Number(status) >= 400 ? "yellow" : "green"
        const told = [
          paint(style, plain(status)),
          method,
          path,
          paint("dim", `${plain(duration_ms)} ms ${plain(operation)} ${plain(request_id)}`),
        ]
        out.write(`${at} ${told.join(" ")}\n`)
        return
      }
      const rest = Object.entries(fields).map(([key, value]) => `${paint("dim", `${key}=`)}${plain(value)}`)
      out.write(`${[at, paint(colors[level], level.padEnd(5)), msg, ...rest].join(" ")}\n`)
      if (err) out.write(`${paint("red", err.stack ?? err.message ?? "")}\n`)
    },
  }
}

interface Line {
  level: keyof typeof colors
  time: string
  msg: string
  err?: { message?: string; stack?: string }
  [field: string]: unknown
}

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))
