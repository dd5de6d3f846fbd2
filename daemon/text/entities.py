#!/usr/bin/env python3
"""Prints entities.cc: the named character references of HTML as a sorted table.

    python3 daemon/text/entities.py > daemon/text/entities.cc
"""
from html.entities import html5

HEAD = '''// Made by entities.py from the list of the WHATWG HTML Standard; not edited by hand.
#include "text/entities.h"

#include <algorithm>
#include <array>

namespace text {
namespace {

// clang-format off
constexpr std::string_view names =
'''
MIDDLE = '''
constexpr std::array<Entity, %d> entities = {{
'''
TAIL = '''}};
// clang-format on

constexpr std::string_view name_of(const Entity& entity) {
  return names.substr(entity.name, entity.length);
}

}  // namespace

const Entity* find_entity(std::string_view name) {
  const auto* const found = std::lower_bound(
      entities.begin(), entities.end(), name,
      [](const Entity& entity, std::string_view wanted) { return name_of(entity) < wanted; });
  return found != entities.end() && name_of(*found) == name ? found : nullptr;
}

}  // namespace text
'''


def wrapped(pieces, width, before, after):
    line, lines = '', []
    for piece in pieces:
        if len(line) + len(piece) > width:
            lines.append(before + line + after)
            line = ''
        line += piece
    return '\n'.join(lines + [before + line + after])


def main():
    names = sorted({name.rstrip(';') for name in html5})
    rows, at = [], 0
    for name in names:
        points = [ord(c) for c in html5.get(name + ';', html5.get(name))]
        second = '0x%X' % points[1] if len(points) > 1 else '0'
        rows.append('{%d,%d,%d,0x%X,%s},' % (at, len(name), name in html5, points[0], second))
        at += len(name)
    print(HEAD + wrapped(names, 90, '    "', '"') + ';')
    print(MIDDLE % len(names) + wrapped(rows, 96, '    ', ''))
    print(TAIL, end='')


main()
