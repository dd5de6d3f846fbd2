// YAML to a tree of nodes, by yaml-cpp's events rather than its own tree: that one keeps the first
// of two equal keys in silence and knows no limits.
#include "settings/document.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/text.h"
#include "settings/file.h"
#include "settings/load.h"
#include "settings/source.h"
#include "settings/written.h"

namespace settings {
namespace {

using Value = Section::Value;

/// Ends the parse; the problem is reported by whoever catches it.
struct Refusal {
  YAML::Mark mark;
  std::string message;
};

std::size_t offset_of(const Source& source, const YAML::Mark& mark) {
  return source.offset(mark.line, mark.column);
}

class Builder final : public YAML::EventHandler {
 public:
  Builder(Document& document, const Source& source) : document_(document), source_(source) {}

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    place_node(make(mark, Value::Kind::none, anchor), 1, mark);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end() || found->second.weight == 0) {
      throw Refusal{mark, "this alias stands inside what it names"};
    }
    place_node(found->second.node, found->second.weight, mark);
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    Value& node = make(mark, Value::Kind::scalar, anchor);
    node.text = value;
    last_scalar_ = offset_of(source_, mark);
    if (awaits_query()) document_.written[&node] = spots_of(source_, *last_scalar_, value);
    place_node(node, 1, mark);
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Value::Kind::list);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Value::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

  /// Where the innermost list or mapping still open was opened.
  [[nodiscard]] const Value* innermost_open() const {
    return open_.empty() ? nullptr : open_.back().node;
  }

  /// yaml-cpp takes the end of the file for the end of a quote: offset of a last quote never
  /// closed.
  [[nodiscard]] std::optional<std::size_t> unclosed_quote() const {
    const std::string& bytes = source_.bytes();
    if (!last_scalar_ || *last_scalar_ >= bytes.size()) return std::nullopt;
    const char quote = bytes[*last_scalar_];
    if (quote != '"' && quote != '\'') return std::nullopt;
    for (std::size_t at = *last_scalar_ + 1; at < bytes.size(); ++at) {
      if (quote == '"' && bytes[at] == '\\') {
        ++at;
      } else if (bytes[at] == quote) {
        if (quote == '"' || at + 1 >= bytes.size() || bytes[at + 1] != quote) return std::nullopt;
        ++at;
      }
    }
    return last_scalar_;
  }

 private:
  struct Open {
    Value* node = nullptr;
    YAML::anchor_t anchor = 0;
    std::size_t weight = 1;  ///< nodes in it, aliases counted in full
    std::unordered_map<std::string, const Value*> keys;
    bool drop_value = false;  ///< of a key that could not stand
  };
  struct Anchored {
    const Value* node = nullptr;
    std::size_t weight = 0;  ///< 0 until it is closed
  };

  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refusal{mark, "YAML tags (!…) are not used here; remove it, and put a text in quotes"};
    }
  }

  Value& make(const YAML::Mark& mark, Value::Kind kind, YAML::anchor_t anchor) {
    Value& node = document_.nodes.emplace_back();
    node.document = &document_;
    node.kind = kind;
    std::tie(node.line, node.column) = source_.position(offset_of(source_, mark));
    if (anchor != 0) anchors_[anchor] = {&node, kind <= Value::Kind::scalar ? 1U : 0U};
    return node;
  }

  void open(const YAML::Mark& mark,
            const std::string& tag,
            YAML::anchor_t anchor,
            Value::Kind kind) {
    refuse_tag(mark, tag);
    if (open_.size() >= max_depth) {
      throw Refusal{mark, "lists and mappings are nested deeper than " + std::to_string(max_depth)};
    }
    open_.push_back({.node = &make(mark, kind, anchor), .anchor = anchor, .weight = 1, .keys = {}});
  }

  void close() {
    const Open closed = std::move(open_.back());
    open_.pop_back();
    if (closed.anchor != 0) anchors_[closed.anchor].weight = closed.weight;
    place_node(*closed.node, closed.weight, YAML::Mark());
  }

  void place_node(const Value& node, std::size_t weight, const YAML::Mark& mark) {
    place_node(&node, weight, mark);
  }

  /// Puts a finished node into what is open around it.
  void place_node(const Value* node, std::size_t weight, const YAML::Mark& mark) {
    if (open_.empty()) {
      document_.root = node;
      return;
    }
    Open& around = open_.back();
    around.weight += weight;
    if (around.weight > max_nodes) {
      throw Refusal{mark,
                    "there are more than " + std::to_string(max_nodes) +
                        " values, counting what aliases stand for"};
    }
    if (around.node->kind == Value::Kind::mapping) {
      place_in_mapping(around, node);
    } else {
      around.node->items.push_back(node);
    }
  }

  [[nodiscard]] bool awaits_query() const {
    return !open_.empty() && open_.back().node->kind == Value::Kind::mapping &&
           awaits_value(open_.back()) && !open_.back().drop_value &&
           open_.back().node->items.back()->text == "query";
  }

  static bool awaits_value(const Open& mapping) {
    return mapping.node->items.size() % 2 != 0 || mapping.drop_value;
  }

  /// Keys and values come in turn. A key that cannot stand is told, and goes with its value.
  void place_in_mapping(Open& around, const Value* node) {
    if (!awaits_value(around)) {
      around.drop_value = !is_good_key(around, *node);
      if (!around.drop_value) around.node->items.push_back(node);
    } else if (!std::exchange(around.drop_value, false)) {
      around.node->items.push_back(node);
    }
  }

  bool is_good_key(Open& around, const Value& key) {
    if (key.kind != Value::Kind::scalar) {
      report(*document_.problems,
             {key.place(), "a key must be a word; put quotes around it if it is one"});
      return false;
    }
    const auto [known, fresh] = around.keys.emplace(key.text, &key);
    if (!fresh) {
      report(*document_.problems,
             {key.place(),
              "`" + base::printable(key.text) + "` stands here twice; the first is in line " +
                  std::to_string(known->second->line)});
    }
    return fresh;
  }

  Document& document_;
  const Source& source_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  std::optional<std::size_t> last_scalar_;
};

/// What yaml-cpp says, and what a user can do about it.
struct Translation {
  std::string_view theirs;
  std::string_view ours;
};
constexpr std::array translations{
    Translation{"end of sequence flow not found",
                "the list opened here with [ is never closed with ]"},
    Translation{"end of map flow not found",
                "the mapping opened here with { is never closed with }"},
    Translation{"end of sequence not found",
                "this line does not fit the list above it; begin each entry in the same column "
                "with \"- \""},
    Translation{"end of map not found",
                "this line does not fit the keys above it; indent all keys of a mapping alike and "
                "write \"key: value\""},
    Translation{
        "illegal map value",
        "a \":\" cannot stand here; put a value that contains \": \" in quotes, and check the "
        "indentation"},
    Translation{"illegal block entry", "a \"- \" cannot stand here; check the indentation"},
    Translation{"illegal map key", "a \"? \" cannot stand here; put the text in quotes"},
    Translation{"illegal flow end", "a bracket is closed here that was never opened"},
    Translation{"unknown token", "a value cannot begin with this character; put it in quotes"},
    Translation{"unknown escape character",
                "an unknown \\ escape in double quotes; write \\\\, or use single quotes"},
    Translation{
        "the referenced anchor is not defined",
        "\"*\" begins an alias, and no anchor of this name stands above; put the text in quotes"},
    Translation{"alias not found", "\"*\" begins an alias; put the text in quotes"},
    Translation{"bad file", "this line is not \"key: value\""},
};

Problem explain(const YAML::Exception& error,
                const Builder& builder,
                const Source& source,
                const std::string& name) {
  const auto at = [&](std::size_t offset, std::string message) {
    const auto [line, column] = source.position(offset);
    return Problem{{name, line, column}, std::move(message)};
  };
  if (const auto tab = source.tab_in_indentation(error.mark.line)) {
    return at(*tab, "a tab in the indentation; YAML wants spaces");
  }
  const std::string_view theirs = error.msg;
  const auto* known =
      std::find_if(translations.begin(), translations.end(), [&](const Translation& row) {
        return theirs.starts_with(row.theirs);
      });
  std::string message = known == translations.end() ? "this is not YAML: " + base::printable(theirs)
                                                    : std::string(known->ours);
  const Value* open = builder.innermost_open();
  if (theirs.ends_with("flow not found") && open != nullptr) {
    return {open->place(), std::move(message)};
  }
  return at(offset_of(source, error.mark), std::move(message));
}

/// Fills the document. What stands in the way becomes the problem.
std::optional<Problem> parse(Document& document, const Source& source) {
  std::istringstream stream(source.bytes());
  Builder builder(document, source);
  const auto at = [&](std::size_t offset, std::string message) {
    const auto [line, column] = source.position(offset);
    return Problem{{document.name, line, column}, std::move(message)};
  };
  try {
    YAML::Parser parser(stream);
    const bool first = parser.HandleNextDocument(builder);
    if (const auto quote = builder.unclosed_quote()) {
      return at(*quote, "the quote opened here is never closed");
    }
    const Value* root = document.root;
    if (first && parser.HandleNextDocument(builder)) {
      const Value* second = document.root == nullptr ? root : document.root;
      return Problem{second->place(),
                     "a second YAML document begins here; one file is one document"};
    }
    return std::nullopt;
  } catch (const Refusal& refusal) {
    return at(offset_of(source, refusal.mark), refusal.message);
  } catch (const YAML::Exception& error) {
    if (const auto quote = builder.unclosed_quote()) {
      return at(*quote, "the quote opened here is never closed");
    }
    return explain(error, builder, source, document.name);
  }
}

std::string_view without_byte_order_mark(std::string_view bytes) {
  return bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes;
}

}  // namespace

void report(Problems& problems, Problem problem) {
  if (problems.size() < max_problems) problems.push_back(std::move(problem));
}

const Value* Section::Value::find(std::string_view key) const {
  if (kind != Kind::mapping) return nullptr;
  for (std::size_t index = 0; index + 1 < items.size(); index += 2) {
    if (items[index]->text == key) return items[index + 1];
  }
  return nullptr;
}

std::shared_ptr<const Document> read_document(const std::filesystem::path& file,
                                              const std::string& shown_as,
                                              const std::shared_ptr<Problems>& problems) {
  const auto content = read_whole(file, max_file_size);
  if (!content) {
    report(*problems, {{shown_as, 0, 0}, "cannot be read: " + content.error().message});
    return nullptr;
  }
  const Source source(without_byte_order_mark(content->bytes));
  const std::string& bytes = source.bytes();
  const std::size_t strange = std::min(first_invalid_utf8(bytes), bytes.find('\0'));
  if (strange != std::string::npos) {
    const auto [line, column] = source.position(strange);
    report(*problems,
           {{shown_as, line, column},
            bytes[strange] == '\0' ? "a NUL byte; this is not a text file"
                                   : "this is not UTF-8; save the file as UTF-8"});
    return nullptr;
  }
  auto document = std::make_shared<Document>();
  document->name = shown_as;
  document->folder = std::filesystem::absolute(file).lexically_normal().parent_path();
  document->problems = problems;
  if (auto problem = parse(*document, source)) {
    report(*problems, std::move(*problem));
    return nullptr;
  }
  return document;
}

}  // namespace settings
