// What a query as a whole must obey, asked while and after it is read. Private to the room.
#pragma once

#include <cstdint>

#include "match/query.h"

namespace match {

enum class Taker { near, within, at_least };

/// Whether the node is an operand the operator can take: an occurrence of something, and for NEAR
/// one of tokens.
[[nodiscard]] bool can_take(const Query& query, Taker taker, std::uint32_t operand);

/// Tells each node and leaf what stands around it.
void pass_down(Query& query);

/// Whether the query would match an item in which nothing it names is found.
[[nodiscard]] bool matches_without_finding(const Query& query);

}  // namespace match
