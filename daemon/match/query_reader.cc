// A precedence parser with stacks of its own: no recursion, whatever the nesting.
#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "match/points.h"
#include "match/query.h"
#include "match/query_leaf.h"
#include "match/query_lexer.h"
#include "match/query_rules.h"

namespace match {
namespace {

using Kind = Lexeme::Kind;
using Outcome = std::optional<QueryFault>;  ///< what is fault, or nothing

/// From loosest to tightest; a bracket holds everything above it back.
enum class Binding { bracket, any, all, negation, at_least, near };

struct Pending {
  Kind kind = Kind::open;
  Binding binding = Binding::bracket;
  std::size_t column = 1;
  std::uint32_t number = 0;
  bool outside = false;     ///< NOT WITHIN
  Fields scope = unscoped;  ///< of an open bracket: the scope around it
};

[[nodiscard]] Binding binding_of(Kind kind) {
  switch (kind) {
    case Kind::disjunction:
      return Binding::any;
    case Kind::conjunction:
      return Binding::all;
    case Kind::negation:
    case Kind::minus:
      return Binding::negation;
    case Kind::at_least:
      return Binding::at_least;
    case Kind::near:
    case Kind::onear:
    case Kind::within:
      return Binding::near;
    default:
      return Binding::bracket;
  }
}

[[nodiscard]] Outcome wrong_at(std::size_t column, std::string message) {
  return QueryFault{column, std::move(message)};
}

[[nodiscard]] std::string_view operator_word(Kind kind) {
  switch (kind) {
    case Kind::disjunction:
      return "OR";
    case Kind::conjunction:
      return "AND";
    case Kind::negation:
      return "NOT";
    case Kind::minus:
      return "-";
    case Kind::at_least:
      return "ATLEAST";
    case Kind::onear:
      return "ONEAR";
    case Kind::within:
      return "WITHIN";
    default:
      return "NEAR";
  }
}

[[nodiscard]] bool is_binary(Kind kind) {
  const Binding binding = binding_of(kind);
  return binding == Binding::any || binding == Binding::all || binding == Binding::near;
}

[[nodiscard]] Outcome lonely(const Pending& operation) {
  return wrong_at(operation.column,
                  std::string(operator_word(operation.kind)) +
                      " has nothing beside it to work on; in lower case or quotes it is a word");
}

class Reader final {
 public:
  explicit Reader(std::u32string_view text) : text_(text), lexer_(text) {}

  Readable<Query> run() {
    while (true) {
      auto lexeme = lexer_.next(in_link());
      if (!lexeme) return tl::unexpected(std::move(lexeme.error()));
      const bool last = lexeme->kind == Kind::end;
      if (auto fault = last ? finish() : take(std::move(*lexeme))) {
        return tl::unexpected(std::move(*fault));
      }
      if (last) return std::move(query_);
    }
  }

 private:
  [[nodiscard]] bool in_link() const { return direct_.value_or(scope_) == bit(model::Field::link); }

  Outcome take(Lexeme lexeme) {
    if (complete_) return behind_operand(std::move(lexeme));
    return operand(std::move(lexeme));
  }

  /// Where something to look for must come.
  Outcome operand(Lexeme lexeme) {
    switch (lexeme.kind) {
      case Kind::open:
        return open(lexeme);
      case Kind::close:
        return close_early(lexeme);
      case Kind::negation:
      case Kind::minus:
      case Kind::at_least:
        return prefix(lexeme);
      case Kind::conjunction:
      case Kind::disjunction:
      case Kind::near:
      case Kind::onear:
      case Kind::within:
        return lonely(pending(lexeme));
      case Kind::field:
        direct_ = lexeme.fields;
        direct_column_ = lexeme.column;
        return std::nullopt;
      default:
        return leaf(std::move(lexeme));
    }
  }

  /// Where an operator must come; side by side is AND.
  Outcome behind_operand(Lexeme lexeme) {
    if (lexeme.kind == Kind::close) return close(lexeme);
    if (is_binary(lexeme.kind)) return binary(pending(lexeme));
    if (lexeme.kind == Kind::negation) {
      auto next = lexer_.next(in_link());
      if (!next) return std::move(next.error());
      Pending within = pending(*next);
      within.column = lexeme.column;
      within.outside = true;
      if (next->kind == Kind::within) return binary(within);
      if (auto fault = beside(std::move(lexeme))) return fault;
      return next->kind == Kind::end ? finish() : take(std::move(*next));
    }
    return beside(std::move(lexeme));
  }

  Outcome beside(Lexeme lexeme) {
    Pending conjunction;
    conjunction.kind = Kind::conjunction;
    conjunction.binding = Binding::all;
    conjunction.column = lexeme.column;
    if (auto fault = binary(conjunction)) return fault;
    return operand(std::move(lexeme));
  }

  static Pending pending(const Lexeme& lexeme) {
    Pending made;
    made.kind = lexeme.kind;
    made.binding = binding_of(lexeme.kind);
    made.column = lexeme.column;
    made.number = lexeme.number.value_or(0);
    return made;
  }

  Outcome deeper(std::size_t column) {
    if (++nesting_ <= max_nesting) return std::nullopt;
    return wrong_at(column,
                    "nested deeper than " + std::to_string(max_nesting) + " brackets and NOTs");
  }

  Outcome open(const Lexeme& lexeme) {
    Pending bracket = pending(lexeme);
    bracket.scope = scope_;
    scope_ = direct_.value_or(scope_);
    direct_.reset();
    pending_.push_back(bracket);
    return deeper(lexeme.column);
  }

  Outcome prefix(const Lexeme& lexeme) {
    if (direct_) {
      direct_.reset();
      return wrong_at(direct_column_, "a field needs a word, a quote or a bracket directly behind");
    }
    pending_.push_back(pending(lexeme));
    return lexeme.kind == Kind::at_least ? std::nullopt : deeper(lexeme.column);
  }

  Outcome close_early(const Lexeme& lexeme) {
    if (pending_.empty()) return too_many(lexeme);
    if (pending_.back().kind != Kind::open) return lonely(pending_.back());
    return wrong_at(pending_.back().column, "brackets with nothing in them; write words there");
  }

  static Outcome too_many(const Lexeme& lexeme) {
    return wrong_at(lexeme.column, "a bracket too many: none is open here");
  }

  Outcome close(const Lexeme& lexeme) {
    if (auto fault = reduce(Binding::any)) return fault;
    if (pending_.empty()) return too_many(lexeme);
    scope_ = pending_.back().scope;
    pending_.pop_back();
    --nesting_;
    return std::nullopt;
  }

  Outcome binary(const Pending& operation) {
    if (auto fault = reduce(operation.binding)) return fault;
    pending_.push_back(operation);
    complete_ = false;
    return std::nullopt;
  }

  Outcome leaf(Lexeme lexeme) {
    const Fields scope = direct_.value_or(scope_);
    const bool scoped = direct_.has_value();
    direct_.reset();
    complete_ = true;
    Node node;
    switch (lexeme.kind) {
      case Kind::every:
        if (scoped) return wrong_at(lexeme.column, "* alone is every item; it takes no field");
        node.kind = Node::Kind::every;
        break;
      case Kind::feed:
      case Kind::tag:
      case Kind::lang:
        node.kind = lexeme.kind == Kind::feed  ? Node::Kind::feed
                    : lexeme.kind == Kind::tag ? Node::Kind::tag
                                               : Node::Kind::lang;
        node.value = utf8_of(lexeme.text);
        node.column = lexeme.column;
        break;
      default: {
        auto made = read_leaf(std::move(lexeme));
        if (!made) return std::move(made.error());
        if (made->kind != Leaf::Kind::link) made->fields = scope;
        node.kind = Node::Kind::leaf;
        node.number = static_cast<std::uint32_t>(query_.leaves.size());
        query_.leaves.push_back(std::move(*made));
      }
    }
    push(std::move(node));
    return std::nullopt;
  }

  void push(Node node) {
    operands_.push_back(static_cast<std::uint32_t>(query_.nodes.size()));
    query_.nodes.push_back(std::move(node));
  }

  std::uint32_t pop() {
    const std::uint32_t last = operands_.back();
    operands_.pop_back();
    return last;
  }

  /// Everything pending that binds at least as tightly becomes a node.
  Outcome reduce(Binding least) {
    while (!pending_.empty() && pending_.back().kind != Kind::open &&
           pending_.back().binding >= least) {
      const Pending operation = pending_.back();
      pending_.pop_back();
      if (operation.binding == Binding::negation) --nesting_;
      if (auto fault = apply(operation)) return fault;
    }
    return std::nullopt;
  }

  Outcome apply(const Pending& operation) {
    Node node;
    node.number = operation.number;
    const std::uint32_t right = pop();
    if (!is_binary(operation.kind)) {
      node.children = {right};
      const bool counts = operation.kind == Kind::at_least;
      node.kind = counts ? Node::Kind::at_least : Node::Kind::negation;
      push(std::move(node));
      return counts ? check(operation, right) : std::nullopt;
    }
    const std::uint32_t left = pop();
    switch (operation.binding) {
      case Binding::any:
        return gather(Node::Kind::any, left, right);
      case Binding::all:
        return gather(Node::Kind::all, left, right);
      default:
        break;
    }
    const bool within = operation.kind == Kind::within;
    node.kind = within ? Node::Kind::within : Node::Kind::near;
    node.flag = within ? operation.outside : operation.kind == Kind::onear;
    node.children = {left, right};
    push(std::move(node));
    if (auto fault = check(operation, left)) return fault;
    return check(operation, right);
  }

  /// One node for a row of ANDs or ORs.
  Outcome gather(Node::Kind kind, std::uint32_t left, std::uint32_t right) {
    Node node;
    node.kind = kind;
    if (query_.nodes[left].kind == kind) {
      node.children = std::move(query_.nodes[left].children);
      query_.nodes[left] = Node{};
    } else {
      node.children.push_back(left);
    }
    node.children.push_back(right);
    push(std::move(node));
    return std::nullopt;
  }

  [[nodiscard]] Outcome check(const Pending& operation, std::uint32_t operand) const {
    const bool proximity = operation.kind == Kind::near || operation.kind == Kind::onear;
    const Taker taker = proximity                          ? Taker::near
                        : operation.kind == Kind::at_least ? Taker::at_least
                                                           : Taker::within;
    if (can_take(query_, taker, operand)) return std::nullopt;
    return wrong_at(
        operation.column,
        std::string(operator_word(operation.kind)) +
            " takes words, phrases and ORs of them in brackets, " +
            (proximity ? "no chain, no AND or NOT and no regular expression" : "no AND or NOT"));
  }

  Outcome finish() {
    if (pending_.empty() && !complete_) {
      return wrong_at(1, "an empty query finds nothing; write the words to look for");
    }
    if (!complete_ && pending_.back().kind != Kind::open) return lonely(pending_.back());
    if (complete_) {
      if (auto fault = reduce(Binding::any)) return fault;
    }
    if (!pending_.empty()) {
      const std::size_t column = pending_.back().column;
      constexpr std::size_t shown = 60;
      return wrong_at(column,
                      "a bracket opened here is never closed: " +
                          base::printable(base::shorten(utf8_of(text_.substr(column - 1)), shown)));
    }
    pass_down(query_);
    if (matches_without_finding(query_)) {
      constexpr std::size_t shown = 60;
      const std::string query = base::printable(base::shorten(utf8_of(text_), shown));
      return wrong_at(1,
                      "\"" + query +
                          "\" would match every other item; say what to look for, or write * " +
                          query);
    }
    return std::nullopt;
  }

  std::u32string_view text_;
  QueryLexer lexer_;
  Query query_;
  std::vector<std::uint32_t> operands_;
  std::vector<Pending> pending_;
  std::size_t nesting_ = 0;
  bool complete_ = false;  ///< an operand stands before
  Fields scope_ = unscoped;
  std::optional<Fields> direct_;  ///< of a field that stands directly before
  std::size_t direct_column_ = 1;
};

}  // namespace

Readable<Query> read_query(std::string_view text) {
  const std::u32string points = points_of(text);
  if (points.size() > max_query_length) {
    return fault_at(1,
                    "a query is at most " + std::to_string(max_query_length) + " characters long");
  }
  return Reader(points).run();
}

}  // namespace match
