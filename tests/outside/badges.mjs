// A verifier of signed tokens made by others (npm jose) looks at badges and their lists of status, with nothing of ours.
// Reads a JSON list of tokens, writes for each what it says, or {"refused": why}. The key is read out of `iss` alone.

import { text } from "node:stream/consumers";
import { decodeJwt, importJWK, jwtVerify } from "jose";

const SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// did:key:z… is base58 of 0xed 0x01 and the 32 bytes of the key.
function keyIn(did) {
  let number = 0n;
  for (const sign of did.slice("did:key:z".length)) number = number * 58n + BigInt(SIGNS.indexOf(sign));
  const content = Buffer.from(number.toString(16).padStart(68, "0"), "hex");
  if (content[0] !== 0xed || content[1] !== 0x01) throw new Error("not an Ed25519 key");
  return importJWK({ kty: "OKP", crv: "Ed25519", x: content.subarray(2).toString("base64url") }, "EdDSA");
}

async function saidOf(token) {
  try {
    const issuer = decodeJwt(token).iss;
    const { payload, protectedHeader } = await jwtVerify(token, await keyIn(issuer), { algorithms: ["EdDSA"], issuer });
    return { header: protectedHeader, claims: payload };
  } catch (refusal) {
    return { refused: refusal.code ?? refusal.message };
  }
}

const tokens = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(tokens.map(saidOf))));
