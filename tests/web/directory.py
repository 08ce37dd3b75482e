"""A stand-in for a council's directory: an OpenID Connect provider on this machine.

It follows the standard for discovery, authorisation with PKCE, token, user information and keys.
What it says about the person signing in is what the test put in ``person``.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "cusp", "known to both"


class Directory:
    """The provider; use it in a ``with`` statement."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        directory = self

        class Handler(_Handler):
            provider = directory

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> "Directory":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorise",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorise(self, asked: dict[str, str]) -> str:
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        answer = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{answer}"

    def token(self, form: dict[str, str], credentials: str) -> dict[str, Any] | None:
        asked = self.codes.pop(form["code"], None)  # a code works once
        if asked is None or credentials != f"{CLIENT}:{SECRET}":
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if proof != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        token, now = secrets.token_urlsafe(), int(time.time())
        self.tokens[token] = dict(self.person)
        claims = {**self.person, "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300}
        return {
            "access_token": token, "token_type": "Bearer", "expires_in": 300,
            "id_token": jwt.encode(claims, self.key, "RS256", headers={"kid": "one"}),
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]}


class _Handler(BaseHTTPRequestHandler):
    provider: Directory

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            self._say(self.provider.discovery())
        elif parts.path == "/authorise":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.send_response(302)
            self.send_header("Location", self.provider.authorise(query))
            self.end_headers()
        elif parts.path == "/keys":
            self._say(self.provider.keys())
        elif parts.path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            known = self.provider.tokens.get(token)
            self._say(known or {"error": "invalid_token"}, 200 if known else 401)
        else:
            self._say({"error": "not found"}, 404)

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        answer = self.provider.token(form, base64.b64decode(given).decode())
        self._say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def _say(self, what: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
