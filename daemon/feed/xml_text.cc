#include "feed/xml_text.h"

#include "base/text.h"
#include "feed/parse.h"
#include "text/html_text.h"

namespace feed {
namespace {

bool is_text(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

void append_escaped(std::string& html, std::string_view plain) {
  for (const char c : plain) {
    if (c == '<') {
      html += "&lt;";
    } else if (c == '&') {
      html += "&amp;";
    } else {
      html += c;
    }
  }
}

}  // namespace

std::string_view local_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  return name.substr(name.find(':') + 1);
}

bool has_markup(const pugi::xml_node& element) {
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element) return true;
  }
  return false;
}

std::string_view direct_text(const pugi::xml_node& element, std::string& room) {
  const pugi::xml_node first = element.first_child();
  if (!first) return {};
  if (!first.next_sibling())
    return is_text(first) ? std::string_view(first.value()) : std::string_view();
  room.clear();
  for (auto child = first; child; child = child.next_sibling()) {
    if (is_text(child)) room += child.value();
  }
  return room;
}

std::string inner_html(const pugi::xml_node& element, Inline text) {
  std::string html;
  pugi::xml_node node = element.first_child();
  // By hand instead of recursion: how deep a feed nests is the feed's choice.
  while (node && html.size() < max_text) {
    if (node.type() == pugi::node_element) {
      html.append("<").append(local_name(node)).append(">");
    } else if (is_text(node) && text == Inline::html) {
      html += node.value();
    } else if (is_text(node)) {
      append_escaped(html, node.value());
    }
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node && node != element) {
      if (node.type() == pugi::node_element) html.append("</").append(local_name(node)).append(">");
      if (node.next_sibling()) break;
      node = node.parent();
    }
    node = node == element ? pugi::xml_node() : node.next_sibling();
  }
  return html;
}

std::string child_text(const pugi::xml_node& element, std::string_view local) {
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element && base::equal_ignoring_case(local_name(child), local)) {
      std::string room;
      return text::fold_space(direct_text(child, room));
    }
  }
  return {};
}

}  // namespace feed
