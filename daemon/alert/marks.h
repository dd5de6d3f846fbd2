// Text cut into marked and unmarked pieces, so that each sink can escape the pieces and put its own
// marks around them. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/alert.h"

namespace alert {

using Marks =
    std::vector<std::pair<std::uint32_t, std::uint32_t>>;  ///< code points [first, second)

struct Piece {
  std::string text;
  bool marked = false;

  bool operator==(const Piece&) const = default;
};

/// The first `most` code points of the text in pieces, "…" after them if that was not all. Marks
/// may overlap, touch, be empty or lie outside the text. White space of every kind becomes a plain
/// space.
[[nodiscard]] std::vector<Piece> pieces(const std::string& text, Marks marks, std::size_t most);

/// The spans that lie in one field, as marks.
[[nodiscard]] Marks marks_in(const model::Alert& alert, model::Field field);

/// What stands where a title would: the title, else the start of the excerpt, else the link.
[[nodiscard]] std::vector<Piece> title_pieces(const model::Alert& alert);

/// The excerpt where it says more than the title does, else nothing.
[[nodiscard]] std::vector<Piece> excerpt_pieces(const model::Alert& alert);

/// The feed's title, else its id; one line.
[[nodiscard]] const std::string& source_of(const model::Alert& alert);

/// The link in canonical form if it is http or https, else empty.
[[nodiscard]] std::string safe_link(const model::Alert& alert);

/// "published 2026-11-23 14:05 UTC", or "first seen …" where the publisher gave no date.
[[nodiscard]] std::string when_utc(const model::Alert& alert);

}  // namespace alert
