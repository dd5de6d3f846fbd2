#include "alert/render.h"

#include <algorithm>
#include <vector>

#include "alert/marks.h"
#include "base/text.h"
#include "base/time.h"

namespace alert {
namespace {

constexpr std::size_t longest_headline = 200;  // code points
constexpr std::size_t longest_source = 80;
constexpr std::size_t longest_term = 60;
constexpr std::size_t most_terms = 5;  // named one by one in a sentence

std::string joined(const std::vector<Piece>& parts) {
  std::string text;
  for (const Piece& part : parts)
    text += part.text;
  return text;
}

// Each piece alone is made safe, so that our marks are the only control characters on the terminal.
std::string marked(const std::vector<Piece>& parts, Colour colour) {
  const std::string on = colour == Colour::yes ? "\x1b[1;31m" : "*";
  const std::string off = colour == Colour::yes ? "\x1b[0m" : "*";
  std::string text;
  for (const Piece& part : parts) {
    const std::string safe = base::printable(part.text);
    if (part.marked) text += on;
    text += safe;
    if (part.marked) text += off;
  }
  return text;
}

std::string in_colour(Colour colour, const char* code, const std::string& text) {
  return colour == Colour::yes ? code + text + "\x1b[0m" : text;
}

std::string time_here(const model::Alert& alert) {
  if (alert.item.published) return base::format_local(*alert.item.published);
  return "seen " + base::format_local(alert.item.first_seen);
}

// Time, source, link in this order: between two left-to-right runs a source in Arabic or Hebrew
// stays where it stands on terminals that reorder text.
std::string provenance(const model::Alert& alert) {
  std::string line = time_here(alert);
  if (!source_of(alert).empty()) {
    line += " · " + base::printable(base::shorten(source_of(alert), longest_source));
  }
  if (!alert.item.link.empty()) line += " · " + base::printable(alert.item.link);
  return line;
}

}  // namespace

std::string headline(const model::Alert& alert) {
  const std::string title = base::printable(joined(title_pieces(alert)));
  const std::string line =
      alert.watch.empty() ? title : base::printable(alert.watch) + ": " + title;
  return base::shorten(line, longest_headline);
}

std::string why(const model::Alert& alert) {
  std::vector<std::string> found;
  for (const model::Span& span : alert.hits) {
    std::string one = '"' + base::printable(base::shorten(span.term, longest_term)) + "\" in the " +
                      model::word(span.field);
    if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(std::move(one));
  }
  if (found.empty()) return base::printable(alert.reason);
  std::string sentence = "watch \"" + base::printable(alert.watch) + "\" found ";
  const std::size_t shown = std::min(found.size(), most_terms);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) sentence += i + 1 == found.size() ? " and " : ", ";
    sentence += found[i];
  }
  if (found.size() > shown) sentence += " and " + std::to_string(found.size() - shown) + " more";
  return sentence;
}

std::string terminal(const model::Alert& alert, Colour colour) {
  const std::string watch = base::printable(alert.watch);
  std::string text = in_colour(colour, "\x1b[36m", watch.empty() ? "●" : "● " + watch) + "  " +
                     marked(title_pieces(alert), colour) + "\n";
  text += "  " + in_colour(colour, "\x1b[2m", provenance(alert)) + "\n";
  const bool in_title = !marks_in(alert, model::Field::title).empty();
  const std::string excerpt = in_title ? "" : marked(excerpt_pieces(alert), colour);
  if (!excerpt.empty()) text += "  " + excerpt + "\n";
  const std::string reason = why(alert);
  if (!reason.empty()) text += "  " + in_colour(colour, "\x1b[2m", reason) + "\n";
  return text;
}

std::string plain_text(const model::Alert& alert) {
  std::string text = marked(title_pieces(alert), Colour::no) + "\n\n";
  const std::string excerpt = marked(excerpt_pieces(alert), Colour::no);
  if (!excerpt.empty()) text += excerpt + "\n\n";
  if (!alert.item.link.empty()) text += base::printable(alert.item.link) + "\n\n";
  text += base::printable(source_of(alert)) + ", " + when_utc(alert) + "\n";
  if (!alert.item.author.empty()) text += "by " + base::printable(alert.item.author) + "\n";
  const std::string reason = why(alert);
  if (!reason.empty()) text += reason + "\n";
  text += "\n-- \nnewswatch · alert " + base::printable(alert.id) + "\n";
  return text;
}

}  // namespace alert
