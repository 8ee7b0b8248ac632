import { LRUCache } from 'lru-cache';
import { hashCredentials } from '../credentials/fingerprint.ts';
import type { KeyPair } from '../credentials/key-pair.ts';
import { openVaultOf } from '../credentials/vault.ts';
import type { CallOrigin } from './call.ts';
import type { UpstreamError } from './errors.ts';

/** Keeps proofs for all replicas. It reveals no key pair: a name can only be made with the key pair itself. */
export interface ProofStore {
  get(name: string): Promise<string | null>;
  set(name: string, text: string, lifetimeMs: number): Promise<void>;
}

export interface ProofOptions {
  /** The credentials of the gateway itself, which need no proof. */
  readonly ownCredentials: KeyPair | null;
  /** Null when this process shares nothing. */
  readonly proofStore: ProofStore | null;
  readonly apiUrl: string;
}

/** Remembers which key pairs the upstream accepts, and which it has just refused. */
export interface Proofs {
  isOwn(origin: CallOrigin): boolean;
  findVerdict(origin: CallOrigin): 'proven' | 'refused' | null;
  /** Looks for a proof from another replica, or from before a restart. Null when there is no place to look. */
  readonly findShared: ((origin: CallOrigin) => Promise<boolean>) | null;
  learn(origin: CallOrigin, error: UpstreamError | null): void;
}

const provenMs = 60 * 60 * 1000;
const refusedMs = 5000;
const maxPairs = 10_000;

export function createProofs({ ownCredentials, proofStore, apiUrl }: ProofOptions): Proofs {
  const ownHash = ownCredentials && hashCredentials(ownCredentials.apiKey, ownCredentials.apiSecret);
  /** By the hash of the pair: when to renew the proof, on the clock of `performance.now()`. */
  const proven = new LRUCache<string, number>({ max: maxPairs, ttl: provenMs });
  // Apart from the proofs, so that made-up pairs evict no proof.
  const refused = new LRUCache<string, true>({ max: maxPairs, ttl: refusedMs });

  const nameOf = ({ credentials: { apiKey, apiSecret } }: CallOrigin) =>
    openVaultOf([apiKey, apiSecret], 'proof').nameOf(apiUrl);
  const remember = ({ pairHash }: CallOrigin) => void proven.set(pairHash, performance.now() + provenMs / 2);

  async function findShared(store: ProofStore, origin: CallOrigin): Promise<boolean> {
    try {
      const isProven = (await store.get(nameOf(origin))) !== null;
      if (isProven) remember(origin);
      return isProven;
    } catch {
      // Without the store, each replica proves the pair for itself.
      return false;
    }
  }

  return {
    isOwn: ({ pairHash }) => pairHash === ownHash,
    findVerdict({ pairHash }) {
      if (pairHash === ownHash || proven.has(pairHash)) return 'proven';
      return refused.has(pairHash) ? 'refused' : null;
    },
    findShared: proofStore && ((origin) => findShared(proofStore, origin)),
    learn(origin, error) {
      const { pairHash } = origin;
      if (pairHash === ownHash) return;
      if (error?.kind === 'unauthenticated') {
        proven.delete(pairHash);
        refused.set(pairHash, true);
      }
      if (!isProof(error) || (proven.get(pairHash) ?? 0) > performance.now()) return;
      remember(origin);
      proofStore?.set(nameOf(origin), '1', provenMs).catch(() => undefined);
    },
  };
}

/** Whether the response shows that the upstream accepts the key pair. */
export function isProof(error: UpstreamError | null): boolean {
  if (error === null) return true;
  const { status } = error;
  return status !== null && status < 500 && status !== 401 && status !== 403 && status !== 429;
}
