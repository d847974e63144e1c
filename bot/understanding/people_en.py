"""How people stand in English sentences: with Bob and Carol, hosted by Dana; and words that are no names there."""

import re

from bot.understanding.regex import regex
from bot.understanding.wordlist import words

WORD = r"[A-Za-z][\w'-]*"
DAY = (
    r"(?i:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
WITH = regex(
    rf"(?P<lead>\b(?:with|w/|invite|inviting|include|including|cc|and invite|for|"
    rf"add|plus|attendees?:?|participants?:?|between|who:)\s+)(?P<names>@?{WORD}(?:\s+(?!{DAY})[A-Z][\w'-]*)?(?:"
    rf"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)@?{WORD})*)"
)
CHAIR = regex(
    (
        rf"\b(?:chaired by|hosted by|led by|chair(?:\s+is|:)?|host(?:\s+is|:))\s+(?P<chair>@?(?:{WORD}(?:\s+"
        rf"(?!{DAY})(?-i:[A-Z])[\w'-]*)?|[\u4e00-\u9fff]{{2,4}}))"
    ),
    re.IGNORECASE,
)
SPLIT = regex(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
NOT_NAMES = frozenset(
    words(
        "the a an my our your his her their this that it us me them all everyone everybody "
        "team client clients customer customers vendor vendors legal finance hr marketing "
        "sales engineering design budget today tomorrow monday tuesday wednesday thursday "
        "friday saturday sunday next last every each some any other staff people january "
        "february march april may june july august september october november december "
        "planning review two three four one half noon now lunch about discussing which "
        "what whom whole management everyone's parents students teachers suppliers "
        "partners and or lunch dinner breakfast project product release sprint quarterly "
        "weekly monthly daily annual q1 q2 q3 q4"
    )
)
GIVEN = frozenset(
    words(
        "aaron abby abdul abigail adam adele adrian agnes ahmed aisha alan albert alex alexa alexander alexis alfred ali alice "
        "alicia alina alison allen alma amanda amber amelia amina amir amit amy ana anand andre andrea andreas andrew andy angel "
        "angela anika anil anita anja ann anna anne annie anthony anton antonio anya ari ariel arjun arnold arthur arun asha "
        "ashley astrid aubrey audrey austin ava axel barbara barry beatrice becky ben benjamin bernard bert beth betty bianca "
        "bill billy blake bob bobby bonnie boris brad bradley brandon brenda brian bridget bruce bruno bryan bryce caitlin caleb "
        "callum cameron camille candice carl carla carlos carmen carol carolina caroline caroline carrie carter casey cassie "
        "catherine cathy cecilia celeste chad charles charlie charlotte chelsea chen cheryl chloe chris christian christina "
        "christine christopher cindy claire clara clark claude claudia clive cody cole colin connie connor cora corey craig "
        "crystal curtis cynthia daisy dale damian dan dana daniel daniela danielle danny daphne darren dave david dean debbie "
        "deborah debra deepak denise dennis derek devon diana diane diego dieter dimitri dina dirk dmitri dominic don donald donna "
        "dora doris dorothy doug douglas drew duncan dustin dylan earl ed eddie edgar edith edward edwin eileen elaine elena eleanor "
        "eli elias elif elijah elisa elizabeth ella ellen elliot elsa emily emma enrique eric erica erik erika erin ernest esther "
        "ethan eugene eva evan eve evelyn fabian faith farah fatima felix fiona florence frances francesca francis frank fred "
        "freddie frida gabe gabriel gail gareth gary gavin gemma gene geoff george georgia gerald gina giulia giovanni glen gloria "
        "gordon grace graham grant greg greta guido gus gustav guy gwen hank hanna hannah hans harold harriet harry harvey hassan "
        "hazel heather heidi heinz helen helena helga henrik henry herbert hilary hiro holly howard hugh hugo ian ibrahim ida igor "
        "imran ines ingrid irene iris isaac isabel isabella isla ivan ivy jack jackie jacob jade jaime jake james jamie jan jana "
        "jane janelle janet janice jared jasmine jason jasper javier jay jean jeff jeffrey jenna jennifer jenny jeremy jerome jerry "
        "jess jesse jessica jill jim jimmy joan joana joanna joe joel johan johanna john johnny jon jonas jonathan jordan jorge jose "
        "joseph josh joshua joy joyce juan juanita judith judy julia julian julie juliet jun june justin kai karen karim karin karl "
        "kate katherine kathleen kathy katie katja kay kayla keith kelly ken kenji kenneth kenny kevin khalid kim kirk kofi kristen "
        "kristin kurt kyle lara larry lars laura lauren laurie leah lee leila lena leo leon leonard leslie lewis li lia liam lily "
        "lina linda lisa liz lloyd logan lola lorena lorenzo louis louise lucas lucia lucy luis luisa luke luna lydia lynn mabel "
        "madison magda maggie mallory manuel mara marcel marco marcus marek margaret maria marie marina mario marion marissa mark "
        "markus marlene marta martha martin marvin mary mateo mathew matt matthew maud maureen max maxine maya megan mehmet mei "
        "melanie melissa mia michael michelle miguel mika mike mila milan miles milo mina miranda miriam mitch mo mohamed mohammed "
        "molly mona monica morgan moritz muhammad murray nadia nancy naomi natalia natalie natasha nate nathan neal ned neha neil "
        "nell niaj nicholas nick nicola nicole nigel nikhil nikita nikki nils nina noah noel nora norman nour oleg olga oliver "
        "olivia omar oscar otto owen pablo pam pamela parker pat patricia patrick paul paula pauline pavel pedro peggy penelope "
        "penny percy perry pete peter petra phil philip philippa phoebe pierre polly pooja priya quentin quincy quinn rachel rafael "
        "raj rajesh ralph ramon ravi ray raymond rebecca reggie reza rhys ricardo rich richard rick ricky rita rob robert roberta "
        "roberto robin rod roger roland roman ron ronald rory rosa rosalind rose rosie ross roy ruben rudy rupert russell ruth ryan "
        "sabine sabrina sally sam samantha samir samuel sandra sandy sanjay sara sarah sasha saul scott sean sebastian selina "
        "serena sergei seth shane shannon sharon shaun sheila shelly shirley sid sidney sienna silvia simon simone sofia sonia sonya "
        "sophia sophie spencer stacy stan stanley stefan stella stephanie stephen steve steven stewart stuart sue sunil susan susanna "
        "susie suzanne sven sybil sylvia tamara tammy tania tanya tara tariq tatiana ted teresa terry tess tessa theo theresa "
        "thomas tiffany tim timothy tina tobias toby todd tom tomas tommy toni tony tracy travis trent trevor tricia trudy tyler "
        "ursula uwe valerie vanessa vera veronica vicky victor victoria vijay vikram vincent viola violet vivian vlad wade walter "
        "wanda warren wayne wendy wes wesley wilfred will william willow wolfgang xavier yara yasmin yolanda yuki yusuf yvonne zach "
        "zachary zara zoe zoey"
    )
) - frozenset(words("will may june april june dean grant mark art rich angel joy faith grace guy chase max"))
