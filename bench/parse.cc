// How fast a feed becomes items, beside the bare parser on the same bytes: `bench_parse [ROUNDS]`.
#include "feed/parse.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <iostream>
#include <string>

#include <pugixml.hpp>

#include "base/text.h"
#include "feed/identity.h"

namespace {

constexpr int items = 35;
constexpr int batches = 5;

std::string paragraph(int number) {
  return "&lt;p&gt;The convoy of &lt;b&gt;" + std::to_string(number) +
         "&lt;/b&gt; trucks left Agadez before dawn &amp;amp; reached the border by noon, said a "
         "driver who had waited for a week &amp;mdash; the market in Tillab\u00E9ri was "
         "quiet.&lt;/p&gt;\n";
}

/// About 40 KB, as a news site writes it.
std::string sample() {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n"
      "<channel><title>Sahel Courier</title><link>https://courier.example/</link>\n";
  for (int i = 0; i < items; ++i) {
    const std::string number = std::to_string(i);
    xml.append("<item>\n  <title>Convoy ").append(number);
    xml.append(" reaches the border of Niger</title>\n  <link>https://courier.example/");
    xml.append(number).append("?utm_source=rss</link>\n  <guid isPermaLink=\"false\">courier-");
    xml.append(number).append("</guid>\n  <pubDate>Mon, 23 Nov 2026 04:05:06 GMT</pubDate>\n");
    xml.append("  <dc:creator>Awa Diallo</dc:creator>\n  <category>Niger</category>\n");
    xml.append("  <category>Trade</category>\n  <description>").append(paragraph(i));
    xml.append("</description>\n  <content:encoded>").append(paragraph(i));
    xml.append(paragraph(i + 1)).append("</content:encoded>\n</item>\n");
  }
  return xml + "</channel></rss>\n";
}

/// Microseconds of the fastest batch, for one round.
double fastest(int rounds, const std::function<std::size_t()>& work) {
  double best = 1e12;
  for (int batch = 0; batch < batches; ++batch) {
    const auto start = std::chrono::steady_clock::now();
    std::size_t seen = 0;
    for (int i = 0; i < rounds; ++i)
      seen += work();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    if (seen > 0) best = std::min(best, took.count() / rounds);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const auto asked = argc > 1 ? base::parse_number(argv[1]) : std::nullopt;
  const int rounds = static_cast<int>(std::clamp<std::int64_t>(asked.value_or(500), 1, 1'000'000));
  const std::string xml = sample();
  const double bare = fastest(rounds, [&xml] {
    pugi::xml_document tree;
    return tree.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8) ? 1U
                                                                                              : 0U;
  });
  const double whole = fastest(rounds, [&xml] {
    const auto document = feed::parse(xml, {});
    return document ? document->items.size() : 0U;
  });
  const double keyed = fastest(rounds, [&xml] {
    std::size_t known = 0;
    const auto document = feed::parse(xml, {});
    if (!document) return known;
    for (const auto& item : document->items)
      known += feed::identity(item).link ? 1U : 0U;
    return known;
  });
  const double bytes = static_cast<double>(xml.size());
  const auto row = [bytes, bare](const char* name, double microseconds) {
    std::cout << name << ": " << microseconds << " us, " << bytes / microseconds << " MB/s, "
              << microseconds / bare << " times bare\n";
  };
  std::cout << xml.size() << " bytes, " << items << " items\n";
  row("bare pugixml", bare);
  row("feed::parse", whole);
  row("feed::parse and identity", keyed);
  return 0;
}
