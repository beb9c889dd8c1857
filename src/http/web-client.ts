/** A request for a document of somebody else. */
export interface WebRequest {
  url: string;
  /** Default `GET`. */
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** Validators of an earlier answer: the server may say that it still holds (RFC 9110, section 13). */
  etag?: string | null | undefined;
  lastModified?: string | null | undefined;
  /** Most bytes of the body, decompressed. */
  maxBytes?: number;
  /** For everything, redirects, robots.txt and body included; not for the wait for the host's turn, which `signal` ends. */
  timeoutMs?: number;
  /** Whether robots.txt is asked first. Default: yes for `GET`. */
  robots?: boolean;
  signal?: AbortSignal | undefined;
}

/** A 2xx answer, or a 304 to a request with validators. */
export interface WebResponse {
  /** Where the body came from, after redirects. */
  url: string;
  /** Where the document has moved for good: the end of the 301 and 308 redirects that come first; else the address asked for. */
  permanentUrl: string;
  status: number;
  /** By lower-case name; several of one name are joined with a comma. */
  headers: Readonly<Record<string, string>>;
  /** Decompressed; empty for a 304. */
  body: Buffer;
}

/** The one way out to servers of other people. */
export interface WebClient {
  /** @throws FetchFailure for everything but a 2xx or 304 */
  fetch(request: WebRequest): Promise<WebResponse>;
  close(): Promise<void>;
}
