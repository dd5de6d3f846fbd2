// What a word, a phrase or an expression of a query looks for. Private to the room.
#pragma once

#include "match/query.h"
#include "match/query_lexer.h"

namespace match {

/// Of a lexeme that finds something at places: a word, phrase, exact, regex, country or link.
[[nodiscard]] Readable<Leaf> read_leaf(Lexeme lexeme);

}  // namespace match
