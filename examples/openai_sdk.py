"""The official OpenAI library for Python against Abacist: whole, streamed, asynchronous, structured.

pip install openai
./abacist serve &
python examples/openai_sdk.py [http://127.0.0.1:8080]
"""

from __future__ import annotations

import asyncio
import os
import sys

from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
ACCESS = {"base_url": f"{ADDRESS}/v1", "api_key": os.environ.get("ABACIST_KEY", "none-needed")}


class Roots(BaseModel):
    """What we want to have filled in."""

    x: list[int]
    verified: bool


def whole(client: OpenAI) -> None:
    reply = client.chat.completions.create(
        model="abacist", messages=[{"role": "user", "content": "Solve x^2 - 5x + 6 = 0"}]
    )
    certified = reply.model_extra["abacist"]["answer"]
    print("whole:", certified["answer"], certified["level"])


def streamed(client: OpenAI) -> None:
    stream = client.chat.completions.create(
        model="abacist",
        messages=[{"role": "user", "content": "求 x^3-3x 在 [-2,2] 上的最大值"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    text, tokens = "", 0
    for chunk in stream:
        text += "".join(choice.delta.content or "" for choice in chunk.choices)
        tokens = chunk.usage.completion_tokens if chunk.usage else tokens
    print("streamed:", r"\boxed{2}" in text, tokens > 0)


def in_turns(client: OpenAI) -> None:
    chat = [{"role": "user", "content": "Integrate x^2 from 0 to 3"}]
    for question in ("what about x^3?", "what about its derivative?"):
        reply = client.chat.completions.create(model="abacist", messages=chat)
        chat.append({"role": "assistant", "content": reply.choices[0].message.content})
        chat.append({"role": "user", "content": question})
    reply = client.chat.completions.create(model="abacist", messages=chat)
    print("in turns:", reply.model_extra["abacist"]["answer"]["answer"])


def structured(client: OpenAI) -> None:
    reply = client.chat.completions.parse(
        model="abacist",
        messages=[{"role": "user", "content": "x^2 - 5x + 6 = 0"}],
        response_format=Roots,
    )
    print("structured:", reply.choices[0].message.parsed)


async def asynchronous() -> None:
    async with AsyncOpenAI(**ACCESS) as client:
        questions = ("2x + 5 = 17", "3x - 1 = 8", "x/4 = 5")
        replies = await asyncio.gather(
            *(
                client.chat.completions.create(
                    model="abacist-exact", messages=[{"role": "user", "content": question}]
                )
                for question in questions
            )
        )
    print("asynchronous:", [reply.model_extra["abacist"]["answer"]["answer"] for reply in replies])


if __name__ == "__main__":
    with OpenAI(**ACCESS) as client:
        print("models:", [model.id for model in client.models.list()])
        whole(client)
        streamed(client)
        in_turns(client)
        structured(client)
    asyncio.run(asynchronous())
