"""A scenario's tables as TOML."""
import json


def inline(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(v)}" for key, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value)


def toml(text):
    lines = []

    def table(path, content, header):
        lines.append(header)
        deep = []
        for key, value in content.items():
            tables = isinstance(value, list) and value and isinstance(value[0], dict) and key not in ("payment", "buy_in")
            if tables:
                deep += [(f"{path}.{key}", v, f"[[{path}.{key}]]") for v in value]
            else:
                lines.append(f"{key} = {inline(value)}")
        for d in deep:
            table(*d)

    for name, content in text.items():
        if name == "scenario":
            table(name, content, "[scenario]")
        elif isinstance(content, list):
            for entry in content:
                table(name, entry, f"[[{name}]]")
        else:
            for key, entry in content.items():
                table(f"{name}.{key}", entry, f"[{name}.{key}]")
    return "\n".join(lines) + "\n"
