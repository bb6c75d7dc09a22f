"""LangChain's ChatOpenAI against Abacist: an answer, a stream, and a structured answer.

pip install langchain-openai
./abacist serve &
python examples/langchain_chat.py [http://127.0.0.1:8080]
"""

from __future__ import annotations

import os
import sys

from langchain_openai import ChatOpenAI
from pydantic import BaseModel, Field

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"


class Area(BaseModel):
    """An area with its unit."""

    answer: str = Field(description="the area")
    unit: str = Field(description="its unit")


if __name__ == "__main__":
    model = ChatOpenAI(
        model="abacist",
        base_url=f"{ADDRESS}/v1",
        api_key=os.environ.get("ABACIST_KEY", "none-needed"),
    )
    reply = model.invoke([("system", "只输出最终答案"), ("human", "解方程 2x+5=17")])
    print("invoke:", r"\boxed{6}" in reply.content)
    pieces = [piece.content for piece in model.stream("Differentiate x^3")]
    print("stream:", len(pieces) > 1, r"\boxed{3 x^{2}}" in "".join(pieces))
    area = model.with_structured_output(Area, method="json_schema")
    print("structured:", area.invoke("What is the area of a rectangle of 8 m by 5 m?"))
