"""The rival of edocs: official rules as compiled XSLT in Saxon.

Run by ``samkop bench`` in an environment of its own. Each line of its input is a JSON list of a
document's path, how many times it is wanted in a row, and the stylesheets to apply; each line of
its output the median seconds that parsing the document and applying them took, or null where they
end in an error. Stylesheets are compiled when they are first asked for, outside the measured time.
"""

import json
import statistics
import sys
import time

from saxonche import PySaxonApiError, PySaxonProcessor


def main() -> None:
    saxon = PySaxonProcessor(license=False)
    compiled = {}
    say("ready")
    for line in sys.stdin:
        document, passes, *stylesheets = json.loads(line)
        for path in stylesheets:
            if path not in compiled:
                processor = saxon.new_xslt30_processor()
                compiled[path] = processor.compile_stylesheet(stylesheet_file=path)
        taken = []
        try:
            for _pass in range(passes):
                started = time.perf_counter()
                node = saxon.parse_xml(xml_file_name=document)
                for path in stylesheets:
                    compiled[path].transform_to_string(xdm_node=node)
                taken.append(time.perf_counter() - started)
        except PySaxonApiError:
            say(None)
        else:
            say(statistics.median(taken))


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


main()
