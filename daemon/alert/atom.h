// Alerts as an Atom feed (RFC 4287): the same bytes whether the API serves them or a file holds
// them. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/alert.h"

namespace alert {

inline constexpr std::size_t atom_entries = 100;  ///< newest alerts in one document

struct AtomHead {
  std::string id;     ///< urn:uuid:… of the feed, stable
  std::string title;  ///< plain text
  std::string self;   ///< address, or empty where it is not known
};

/// The head of a channel's feed, the same wherever it is rendered; an empty title becomes
/// "newswatch: CHANNEL".
[[nodiscard]] AtomHead atom_head(std::string_view host_name,
                                 std::string_view channel,
                                 std::string_view title);

/// The alerts newest first; the document's time is that of the newest, so equal alerts give equal
/// bytes.
[[nodiscard]] std::string to_atom(const AtomHead& head, std::span<const model::Alert> newest_first);

}  // namespace alert
