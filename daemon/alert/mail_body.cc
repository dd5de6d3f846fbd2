// The HTML of a mail: one document without anything to load, readable with images, styles and
// scripts off.
#include "alert/marks.h"
#include "alert/render.h"
#include "base/text.h"

namespace alert {
namespace {

// No background of our own: clients that turn a mail dark then have nothing to get wrong. The one
// colour pair that is set, the mark, is set together.
constexpr std::string_view opening =
    "<!DOCTYPE html>\n"
    "<html><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n";
constexpr std::string_view body_style =
    "margin:0;padding:16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,"
    "'Helvetica Neue',Arial,sans-serif;font-size:16px;line-height:1.5";
constexpr std::string_view mark_style = "background:#ffe08a;color:#1a1a1a;padding:0 2px";
constexpr std::string_view small_style = "margin:0 0 4px;font-size:14px;opacity:.75";

std::string element(std::string_view name, std::string_view style, const std::string& inner) {
  return "<" + std::string(name) + " dir=\"auto\" style=\"" + std::string(style) + "\">" + inner +
         "</" + std::string(name) + ">\n";
}

std::string marked_html(const std::vector<Piece>& parts) {
  std::string text;
  for (const Piece& part : parts) {
    const std::string safe = base::escape_xml(part.text);
    text += part.marked
                ? "<mark style=\"" + std::string(mark_style) + "\"><b>" + safe + "</b></mark>"
                : safe;
  }
  return text;
}

}  // namespace

std::string html(const model::Alert& alert) {
  std::string text(opening);
  text += "<title>" + base::escape_xml(headline(alert)) + "</title></head>\n<body style=\"" +
          std::string(body_style) + "\">\n<div style=\"max-width:640px;margin:0 auto\">\n";
  if (!alert.watch.empty()) text += element("p", small_style, base::escape_xml(alert.watch));

  const std::string link = safe_link(alert);
  std::string title = marked_html(title_pieces(alert));
  if (!link.empty()) title = "<a href=\"" + base::escape_xml(link) + "\">" + title + "</a>";
  text += element("h1", "margin:0 0 12px;font-size:20px;line-height:1.3", title);

  const std::string excerpt = marked_html(excerpt_pieces(alert));
  if (!excerpt.empty()) text += element("p", "margin:0 0 16px", excerpt);

  text += element("p",
                  small_style,
                  "<bdi>" + base::escape_xml(source_of(alert)) + "</bdi>, " + when_utc(alert));
  if (!alert.item.author.empty()) {
    text += element("p", small_style, "by <bdi>" + base::escape_xml(alert.item.author) + "</bdi>");
  }
  const std::string shown_link = link.empty() ? alert.item.link : link;
  if (!shown_link.empty()) {
    text += element(
        "p", std::string(small_style) + ";word-break:break-all", base::escape_xml(shown_link));
  }
  const std::string reason = why(alert);
  if (!reason.empty()) text += element("p", small_style, base::escape_xml(reason));
  return text + "</div>\n</body></html>\n";
}

}  // namespace alert
