"""Comments are found where the format has one, at their exact place, and never inside what is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.adoption.comments import Comment, scan

YAML = """\
# csmistakes: ignore[a]
responses:  # csmistakes: ignore[b]
  utter_x:
  - text: |  # csmistakes: ignore[c]
      Hello
      # csmistakes: no
      bye

    # csmistakes: ignore[d]
  - text: "quoted # csmistakes: no"   # csmistakes: ignore[e]
  - text: don't # csmistakes: ignore[f]
  - text: >
     ünd # csmistakes: no
# csmistakes: ignore[g]
last: x# csmistakes: no
"""
TOML = """\
a = "x # csmistakes: no \\" # csmistakes: no" # csmistakes: ignore[a]
b = \"""
# csmistakes: no
\""" # csmistakes: ignore[b]
c = '# csmistakes: no'
d = '''
# csmistakes: no
it's '''
# not csmistakes: no
    # csmistakes: ignore[c]
"""
JSON5 = """\
{ // csmistakes: ignore[a]
 "a": "// csmistakes: no", 'b': '/* csmistakes: no', c: "http://x", /* csmistakes: ignore[b]
   reason="y" */
 // csmistakes: ignore[c]
}
"""
MARKDOWN = """\
# T <!-- csmistakes: ignore[a] -->
> <!-- csmistakes: ignore[b]
> reason="x" -->
`<!-- csmistakes: no -->` it's <!-- csmistakes: ignore[c] -->
``` text
<!-- csmistakes: no -->
```
~~~ md
<!-- csmistakes: no -->
```
~~~
<!-- csmistakes: ignore[d] -->
```x``` <!-- other --> <!-- see csmistakes: no --> <!-- csmistakes: ignore[e] -->
"""


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.yml", YAML, "a1 b2 c4 d9 e10 f11 g14"),
        ("a.YAML", YAML, "a1 b2 c4 d9 e10 f11 g14"),
        ("a.toml", TOML, "a1 b4 c10"),
        ("a.json5", JSON5, "a1 b2 c4"),
        ("a.jsonc", JSON5, "a1 b2 c4"),
        ("a.md", MARKDOWN, "a1 b2 c4 d12 e13"),
        ("x/a.markdown", MARKDOWN, "a1 b2 c4 d12 e13"),
        ("a.json", JSON5, ""),
        ("a.txt", MARKDOWN, ""),
        ("csv", MARKDOWN, ""),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_finds_comments_and_no_text(name: str, text: str, found: str, line_end: str, encoding: str) -> None:
    comments = scan(text.replace("\n", line_end).encode(encoding), name)
    assert " ".join(f"{comment.text[7]}{comment.line}" for comment in comments) == found


def test_a_comment_has_its_exact_place_and_may_take_several_lines() -> None:
    (comment,) = scan('é <!-- csmistakes: ignore[a]\n\n  reason="y"\n -->  \n'.encode(), "a.md")
    assert comment == Comment('ignore[a] reason="y"', 1, 3, 4, 5, is_alone=False)
    (comment,) = scan(b"x\n  <!--csmistakes: ignore[a]-->", "a.md")
    assert comment == Comment("ignore[a]", 2, 3, 2, 31, is_alone=True)


@pytest.mark.parametrize(
    ("name", "line", "is_alone"),
    [
        ("a.md", "<!-- csmistakes: x -->", True),
        ("a.md", "> <!-- csmistakes: x -->", True),
        ("a.md", "<!-- csmistakes: x --> so", False),
        ("a.yaml", "   # csmistakes: x", True),
        ("a.yaml", "- # csmistakes: x", False),
        ("a.toml", "# csmistakes: x", True),
        ("a.json5", "{} // csmistakes: x", False),
    ],
)
def test_knows_whether_a_comment_is_alone(name: str, line: str, is_alone: bool) -> None:
    assert [comment.is_alone for comment in scan(line.encode(), name)] == [is_alone]


def test_what_is_not_closed_runs_to_the_end() -> None:
    assert [comment.text for comment in scan(b"<!-- csmistakes: ignore[a]\nmore", "a.md")] == ["ignore[a] more"]
    assert scan(b"```\n<!-- csmistakes: no -->\n", "a.md") == ()
    assert scan(b'a = """\n# csmistakes: no\n', "a.toml") == ()


def test_broken_yaml_is_read_as_far_as_it_goes() -> None:
    data = b"a: 1  # csmistakes: ignore[a]\nb: 'x\n"
    assert [comment.line for comment in scan(data, "a.yaml")] == [1]


@pytest.mark.parametrize("name", ["a.md", "a.yaml", "a.toml", "a.json5"])
@given(st.text(st.sampled_from("# \n\r\"'`~<!-->/*:|x-éa\\[]"), max_size=60), st.text(max_size=20))
def test_whatever_the_text_a_comment_stands_where_it_says(name: str, before: str, after: str) -> None:
    opening = {"a.md": "<!--", "a.json5": "//"}.get(name, "#")
    text = f"{before}\n{opening} csmistakes: ignore[a]\n{after}"
    lines = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for comment in scan(text.encode("utf-8", "replace"), name):
        assert lines[comment.line - 1][comment.column - 1 :].startswith(opening)
        assert (comment.line, comment.column) < (comment.end_line, comment.end_column)
        assert len(lines[comment.end_line - 1]) >= comment.end_column - 1


@given(st.lists(st.sampled_from(["plain", "'it''s'", '"a # b"', "|\n  block # x\n"]), max_size=6))
def test_a_comment_between_yaml_values_is_always_found(values: list[str]) -> None:
    lines = [f"k{number}: {value}" for number, value in enumerate(values)]
    text = "\n".join([*lines, "# csmistakes: ignore[a]", *(f"z{line}" for line in lines)])
    assert [comment.is_alone for comment in scan(text.encode(), "a.yaml")] == [True]
