// An alert in words: what a person reads on a terminal, in a mail, in a notification. Pure. Every
// function escapes for its own sink; feed text never becomes markup.
#pragma once

#include <string>

#include "model/alert.h"

namespace alert {

/// One line, plain text, at most 200 code points: for subjects and notification titles.
[[nodiscard]] std::string headline(const model::Alert& alert);

/// Why it fired, in words: 'watch "sahel" found "Niger" in the title'.
[[nodiscard]] std::string why(const model::Alert& alert);

enum class Colour { no, yes };

/// Several lines for a terminal: watch, title with the hits marked (ANSI bold, or *stars* without
/// colour), source, time, link. Control and bidirectional characters are shown, never sent.
[[nodiscard]] std::string terminal(const model::Alert& alert, Colour colour);

/// The text/plain and text/html bodies of a mail.
[[nodiscard]] std::string plain_text(const model::Alert& alert);
[[nodiscard]] std::string html(const model::Alert& alert);

}  // namespace alert
