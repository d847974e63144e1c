"""English numbers that are spelt out, as single nodes: twenty two, two thousand and eighteen, twenty-first."""

from bot.understanding.nodes import CODES, Node
from bot.understanding.numerals import join_english

_LONGEST_RUN = 24


def join_numbers(nodes: list[Node]) -> list[Node]:
    """English number words in a row become numbers: twenty two, two thousand and eighteen, twenty-first."""
    num, ordinal = CODES["num"], CODES["ord"]
    if not any(node.code == num and node.said.isascii() and node.said.isalpha() for node in nodes):
        return nodes
    out: list[Node] = []
    index = 0
    while index < len(nodes):
        run = _run_of_words(nodes, index)
        if len(run) < 2:
            out.append(nodes[index])
            index += 1
            continue
        words = [n for n in run if n.code in {num, ordinal}]
        place = 0
        for value, used in join_english([n.value for n in words]):
            piece = words[place : place + used]
            code = ordinal if piece[-1].code == ordinal else num
            out.append(Node(code, piece[0].start, piece[-1].end, value, "word"))
            place += used
        index += len(run)
    return out


def _run_of_words(nodes: list[Node], index: int) -> list[Node]:
    num, ordinal = CODES["num"], CODES["ord"]
    run: list[Node] = []
    for node in nodes[index : index + _LONGEST_RUN] if nodes[index].code == num else ():
        if node.code == num and node.said.isascii() and node.said.isalpha():
            run.append(node)
        elif node.code == ordinal and node.said.isalpha() and run and (run[-1].code == num or run[-1].said == "-"):
            run.append(node)
            break
        elif (
            run and node.said == "-" and node.end - node.start == 1 and run[-1].code == num and run[-1].value % 10 == 0
        ) or (run and node.said == "and" and run[-1].value in {100, 1000} and run[-1].code == num):
            run.append(node)
        else:
            break
    while run and run[-1].code not in {num, ordinal}:
        run.pop()
    return run
